// Socket.IO 4 over TLS, polling first and then a WebSocket. Which TLS is for the command line to say.
const fs = require('fs');
const https = require('https');
const { Server } = require('socket.io');
const { io } = require('socket.io-client');
const sio = require('./sio-log');

function server(folder) {
  const web = https.createServer(
    { key: fs.readFileSync(`${folder}/key.pem`), cert: fs.readFileSync(`${folder}/cert.pem`) });
  const everybody = new Server(web, { pingInterval: 400, pingTimeout: 300 });
  everybody.on('connection', (socket) => {
    const one = sio.server(socket);
    one.on('chat message', (text, answer) => { one.emit('chat message', text); if (answer) answer('seen'); });
    one.on('bytes', (bytes) => one.emit('bytes', bytes));
  });
  web.listen(3000, '10.0.0.2');
}

async function client(label) {
  const socket = io('https://10.0.0.2:3000', { reconnection: false, rejectUnauthorized: false, auth: sio.authOf(label, '/') });
  const one = sio.client(label, socket);
  one.on('chat message');
  one.on('bytes');
  await one.once('connect');
  if (socket.io.engine.transport.name !== 'websocket') await new Promise((done) => socket.io.engine.once('upgrade', done));
  await sio.pause(100);
  await one.ask('chat message', 'nobody else can read this');
  one.emit('bytes', Buffer.from([1, 2, 3, 255]));
  await one.once('bytes');
  await sio.pause(450);
  one.socket.disconnect();
}

({ server, client })[process.argv[2]](process.argv[3]);
