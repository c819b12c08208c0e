'use strict'
// Loaded before the app: presses the buttons named in GROVE_TEST_ANSWERS, one dialog after the other, and writes what
// was asked to GROVE_TEST_QUESTIONS, a line of JSON each.
const { appendFileSync } = require('node:fs')
const { dialog } = require('electron')

const answers = JSON.parse(process.env.GROVE_TEST_ANSWERS ?? '[]')

dialog.showMessageBox = async (...args) => {
  const { message, detail, buttons } = args.at(-1)
  appendFileSync(process.env.GROVE_TEST_QUESTIONS, `${JSON.stringify({ message, detail, buttons })}\n`)
  const response = buttons.indexOf(answers.shift())
  if (response < 0) throw new Error(`Nobody answers: ${message}`)
  return { response, checkboxChecked: false }
}
