import fc from 'fast-check'

/** What a text may do to whoever reads it: markup of every kind, workflow commands, controls, halves of characters. */
const pieces = [
  ...[
    '::',
    ':',
    '##[',
    '##vso[',
    '##',
    '[',
    ']',
    '::set-output name=a::b',
    '::add-mask::',
    '##[add-mask]',
    '##VSO[task.x]',
  ],
  ...[
    '::stop-commands::x',
    '::error title=x::',
    '%0A',
    '%',
    ',',
    '\r',
    '\n',
    '\r\n',
    ' ',
    '\t',
    '\u0085',
    '\u2028',
    '\u00a0',
  ],
  ...[
    '<script>alert(1)</script>',
    ']]>',
    '<![CDATA[',
    '&#0;',
    '&amp;',
    '"',
    "'",
    '--',
    '-->',
    '<details>',
    '</details>',
  ],
  ...[
    '|',
    '`',
    '```',
    '````',
    '\\',
    '*',
    '_',
    '[x](http://example.com)',
    'www.example.com',
    '@somebody',
    '#1',
    ':smile:',
  ],
  ...['\u0000', '\u0001', '\u001b[31m', '\u202e', '\ufffe', '\uffff', '\ud800', '\udc00', '\u{1f600}', 'a', 'é', '0'],
]

export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 12 })
  .map((parts) => parts.join(''))
