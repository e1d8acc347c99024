// Socket.IO 4 over WebSocket alone, permessage-deflate for every message.
const { Server } = require('socket.io');
const { io } = require('socket.io-client');
const sio = require('./sio-log');

function server() {
  const everybody = new Server({ pingInterval: 400, pingTimeout: 300, perMessageDeflate: { threshold: 0 } });
  everybody.on('connection', (socket) => {
    const one = sio.server(socket);
    one.on('chat message', (text, answer) => { one.emit('chat message', text); if (answer) answer('seen'); });
    one.on('bytes', (bytes) => one.emit('bytes', bytes));
  });
  everybody.listen(3000);
}

async function client() {
  const socket = io('http://10.0.0.2:3000',
    { reconnection: false, transports: ['websocket'], perMessageDeflate: { threshold: 0 }, auth: sio.authOf('A', '/') });
  const a = sio.client('A', socket);
  a.on('chat message');
  a.on('bytes');
  await a.once('connect');
  for (let i = 0; i < 4; i++) {
    a.emit('chat message', 'the same words again and again');
    await a.once('chat message');
  }
  await a.ask('chat message', 'la '.repeat(400));
  a.emit('bytes', Buffer.alloc(600, 'packet'));
  await a.once('bytes');
  await sio.pause(450);
  a.socket.disconnect();
}

({ server, client })[process.argv[2]]();
