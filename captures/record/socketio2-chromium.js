// Engine.IO 3 in a browser that may only poll: its payloads are binary once there is a Buffer in them
// (A), or base64 because it was told so (B). (The server would hand out the client of version 4,
// which is installed beside it.)
const listen = require('socket.io-v2');
const serve = require('./sio-page');
const log = require('./sio-log');

const http = serve('/client.js', async () => {
  for (const [label, forceBase64] of [['A', false], ['B', true]]) {
    const manager = new io.Manager(location.origin,
      { reconnection: false, transports: ['polling'], forceBase64, query: { label } });
    const one = sio.client(label, manager.socket('/'));
    one.on('picture');
    one.on('done');
    await one.once('connect');
    await sio.pause(50);
    await one.ask('turn round', 'Grüße ☃🚲', new Uint8Array([1, 2, 3, 0, 255]).buffer);
    one.emit('show me');
    await one.once('done');
    await sio.pause(label === 'A' ? 450 : 50);
    one.socket.disconnect();
    await sio.pause(100);
  }
  finish();
}, require.resolve('socket.io-client-v2/dist/socket.io.js'));

const everybody = listen(http, { pingInterval: 400, pingTimeout: 300, serveClient: false, transports: ['polling'] });
everybody.on('connection', (socket) => {
  const one = log.server(socket);
  one.on('turn round', (text, bytes, answer) => answer(text, Buffer.from(bytes).reverse()));
  one.on('show me', () => {
    // The first Buffer waits for the next poll, and meets text and more Buffers there.
    one.emit('picture', 'small', Buffer.from([0xca, 0xfe]));
    one.emit('picture', 'Grüße ☃🚲', Buffer.from('89504e470d0a1a0a', 'hex'), { more: Buffer.alloc(300, 'packet') });
    one.emit('done');
  });
});
