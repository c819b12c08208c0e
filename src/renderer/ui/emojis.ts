const SETS = {
  'Places and nature': '🌳 🌲 🌱 🌿 🍀 🌸 🌻 🍁 🍄 🌍 🌙 ⭐ ☀️ 🔥 🌊 ⛰️ 🏡 🏙️ 🏛️ 🚀',
  'Work and tools': '📓 📝 📚 📖 📌 📎 📅 🗂️ 📦 🗄️ 💼 💡 🔧 🔨 🧪 🔬 🧭 🗺️ 🎯 ✅ 📈 💻 🖥️ ⌨️ 📷 🔑 🔒 💬 ✉️ 📣',
  'People and life': '🙂 😀 🤔 👋 👤 👥 🧑‍💻 🎓 ❤️ 🏃 🚲 ⚽ 🏆 🎵 🎬 🎨 🎮 ✈️ 🚗 🧳',
  'Food and animals': '☕ 🍵 🍎 🍋 🥕 🍞 🍕 🍰 🐝 🦋 🐢 🐟 🐦 🦊 🐈 🐕 🦉 🐙 🐳 🦔',
} as const

/** The emojis one can choose as an icon, by theme. */
export const EMOJI_SETS: readonly { readonly name: string; readonly emojis: readonly string[] }[] = Object.entries(
  SETS,
).map(([name, emojis]) => ({ name, emojis: emojis.split(' ') }))
