/** One page per kind of thing a page can hold, written as people do. */
export const fixtures: Readonly<Record<string, string>> = {
  paragraphs: 'First line\nsecond line\n\nhard\\\nbreak and  \nanother\n\nthird<br>fourth\n',
  headings: '# One\n\n## Two #\n\nSetext\ntwo lines\n---\n\n###\n\n#### \\# sharp \\##\n',
  marks:
    '**bold** *italic* ***both*** ~~gone~~ ==seen== `code` <u>under</u> **bold *and italic* and `code`** a**b**c\n\n' +
    '__bold__ _italic_ snake_case 2 * 3 * 4 a == b ~single~ <b>html bold</b>\n',
  links:
    '[text](https://example.org "Title") <https://example.org/a_b> https://example.org/x_(y) [**bold** text](Note.md)\n\n' +
    '[angle](<My Note.md>) [percent](My%20Note.md#Some%20heading) [ref][r] ![pic][p] [empty]() [](nothing)\n\n' +
    '[r]: https://example.org/ref "Ref"\n[p]: pics/p.png\n[unused]: https://example.org/unused\n',
  wikiLinks:
    '[[Note]] [[Folder/Note#Heading|label]] [[#Here]] [[Note#^block]] [[Note#One#Two]] [[a|b|c]]\n\n' +
    '![[Note]]\n\n![[Note#Heading|shown]]\n\nin ![[Note]] a line\n\n![[pic.png]] ![[pic.png|100]] ![[p.jpg|alt|100x200]]\n\n' +
    '![[talk.mp3]] [[plan.pdf#page=3|the plan]] ![[icon.svg#icon]] ![alt|120](pic.png) ![alt](https://example.org/p.png)\n',
  lists:
    '- one\n- two\n  - nested\n    1. deep\n    2. deeper\n- three\n\n---\n\n1. loose\n\n2. list\n\n   more\n\n---\n\n' +
    '* star\n\n- dash\n\n+ plus\n\n3. three\n4. four\n\n-\n- after empty\n\n- # heading in item\n- ```js\n  code\n  ```\n- > quote\n',
  tasks:
    '- [ ] open\n- [x] done\n- [X] done too\n- [/] half\n- [-] no\n- plain\n- [ ] with\n  - [ ] child\n- [ ]\n\n' +
    '1. [ ] first\n2. [x] second\n\n- \\[ ] no task\n',
  quotes: '> a\n> b\n>\n> > nested\n> > - list\n\n> another\nlazy\n',
  callouts:
    '> [!note]\n> body\n\n> [!tip]+ Title with **bold** and [[Note]]\n> body\n>\n> > [!warning]- Nested\n> > deep\n\n' +
    '> [!todo|wide] Only a title\n\n> [!info] Code\n> ```js\n> x\n> ```\n\n> [!x] A\n> 1. one\n\n> [!y] B\n>\n> 3. three\n',
  code: '```js title="a b"\nconst a = `x`\n\n**not bold** [[not a link]] %% not a comment %%\n```\n\n    indented\n\n~~~\n```\n~~~\n\n`` ` `` ` a ` `[[no]]`\n',
  tables:
    '| a | b \\| c | d |\n|:--|:-:|--:|\n| [[Note\\|label]] | `x \\| y` |  |\n| ![[p.png\\|20]] | **b**<br>c | $x$ |\n| short |\n',
  math: 'Costs $5 and $10. Inline $x^2$ and $$y$$ here.\n\n$$\n\\frac{a}{b}\n\n$$\n\n$$z$$\n\n> $$\n> q\n> $$\n',
  comments: 'Seen %%hidden%% seen\n\n%%\nwhole\n\nblock\n%%\n\n%%one line%%\n\n- item\n  %%\n  in item\n  %%\n',
  footnotes:
    'One[^1] two[^long note] inline ^[Markdown *here*] none[^nowhere]\n\n[^1]: The first\n[^2]: Second\n    continued\n\n    - list\n\nAfter\n',
  html: '<div class="x">\n\n**bold**\n\n</div>\n\nin <kbd>Ctrl</kbd> a <span style="x">line</span> <!-- note -->\n\n<!-- a\n\nb -->\n\n<details>\n<summary>x</summary>\n</details>\n',
  anchors:
    'A paragraph ^p1\n\n- item ^i1\n- item\n\n^list-1\n\n| a |\n|---|\n\n^table\n\n# Heading ^h1\n\ntext\n^own\n',
  entities: '&amp; &lt;b&gt; &copy; AT&T &#35; &nbsp;x\n',
  escapes:
    '\\# no \\> no \\- no\n\n1\\. no\n\n\\*a\\* \\_b\\_ \\`c\\` \\[d](e) \\[\\[f]] !\\[g](h) \\<i> \\~~j~~ \\==k== \\%%l%% \\$m$ \\^[n] \\\\ back\\slash\n\n\\---\n\na\n\\===\n',
  rules: 'a\n\n---\n\n***\n\n- ___\n',
  unicode: 'Grüße 😀👩‍👩‍👧 日本語 العربية **太字**です [[Über 😀]]\n',
  properties:
    '---\ntitle: A "quoted" title\ntags: [a, b]\ndate: 2024-01-02\ncount: 3\nnested:\n  x: null\n---\n# Text\n',
  tags: '#tag #nested/tag text #not-a-heading\n',
  blanks: '\n\n\n   \n  text  \n\t\n\n\n',
  empty: '',
}
