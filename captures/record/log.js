// One line per message: who, sent or received, kind, text. Long or binary
// data is described by its length and SHA-256.
const crypto = require('crypto');

module.exports = function log(who, direction, kind, data = '') {
  const bytes = Buffer.from(data);
  const plain = kind !== 'binary' && bytes.length <= 120;
  const shown = plain ? bytes.toString()
    : kind === 'binary' && bytes.length <= 16 ? `${bytes.length} bytes ${bytes.toString('hex')}`
      : `${bytes.length} bytes sha256 ${crypto.createHash('sha256').update(bytes).digest('hex')}`;
  console.log([who, direction, kind, shown].join('\t').trimEnd());
};
