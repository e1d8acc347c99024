// One short chat over each kind of TLS: versions, ciphers, with the keys written down by the client.
const fs = require('fs');
const https = require('https');
const { WebSocket, WebSocketServer } = require('ws');
const log = require('./log');

const kinds = [
  { ciphers: 'TLS_AES_128_GCM_SHA256', minVersion: 'TLSv1.3' },
  { ciphers: 'TLS_AES_256_GCM_SHA384', minVersion: 'TLSv1.3' },
  { ciphers: 'TLS_CHACHA20_POLY1305_SHA256', minVersion: 'TLSv1.3' },
  { ciphers: 'ECDHE-RSA-AES128-GCM-SHA256', maxVersion: 'TLSv1.2' },
  { ciphers: 'ECDHE-RSA-AES256-GCM-SHA384', maxVersion: 'TLSv1.2' },
  { ciphers: 'ECDHE-RSA-CHACHA20-POLY1305', maxVersion: 'TLSv1.2' },
  { ciphers: 'AES256-SHA256', maxVersion: 'TLSv1.2' },               // CBC, encrypt-then-MAC
  { ciphers: 'ECDHE-RSA-AES128-SHA', maxVersion: 'TLSv1.2' },
];

function server(folder) {
  const web = https.createServer({
    key: fs.readFileSync(`${folder}/key.pem`), cert: fs.readFileSync(`${folder}/cert.pem`),
    ciphers: kinds.map((kind) => kind.ciphers).join(':'),
  });
  const wss = new WebSocketServer({ server: web, perMessageDeflate: false });
  wss.on('connection', (ws) => {
    ws.on('message', (data) => {
      const answer = `you said: ${data}`;
      log('server', 'received', 'text', data);
      log('server', 'sent', 'text', answer);
      ws.send(answer);
    });
    ws.on('close', (code, reason) => log('server', 'received', 'close', `${code} ${reason}`.trim()));
  });
  web.listen(3000, '10.0.0.2');
}

async function client() {
  for (const kind of kinds) {
    const ws = new WebSocket('wss://10.0.0.2:3000/chat', {
      ...kind, servername: 'chat.example.test', rejectUnauthorized: false, perMessageDeflate: false,
    });
    const say = (text) => { log('client', 'sent', 'text', text); ws.send(text); };
    ws.on('open', () => say(`this is a secret, by ${kind.ciphers}`));
    ws.on('message', (data) => {
      log('client', 'received', 'text', data);
      ws.close(1000, 'bye');
    });
    await new Promise((done) => ws.on('close', (code, reason) => {
      log('client', 'received', 'close', `${code} ${reason}`.trim());
      done();
    }));
  }
}

({ server, client })[process.argv[2]](process.argv[3]);
