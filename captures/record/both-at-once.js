// Full duplex: neither side waits for the other.
const { WebSocket, WebSocketServer } = require('ws');

function server() {
  new WebSocketServer({ port: 3000, perMessageDeflate: false }).on('connection', (socket) => {
    let count = 0;
    const timer = setInterval(() => socket.send(`tick ${++count}`), 20);
    socket.on('close', () => clearInterval(timer));
  });
}

function client() {
  const socket = new WebSocket('ws://10.0.0.2:3000/both', { perMessageDeflate: false });
  socket.on('open', () => {
    let part = 0;
    const timer = setInterval(() => {
      socket.send(`part ${++part} `.padEnd(2000, '.'));
      if (part < 8) return;
      clearInterval(timer);
      setTimeout(() => socket.close(1000, 'done'), 50);
    }, 30);
  });
}

process.argv[2] === 'server' ? server() : client();
