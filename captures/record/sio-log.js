// Socket.IO with a log: one line of JSON for each packet that an application sent or received, in
// its own words. Runs in Node (require) and in a page (pasted into a script); any Socket.IO version.
//
//   who        "client" or "server"          socket     the client's label, on both sides
//   how        "sent", "received", or "noticed": the connection went without a packet saying so
//   kind       "connect", "connect_error", "event", "ack", "disconnect"
//   namespace  "/", "/admin"                 name, args of an event; of an ack: the event's name
//   ack        true: the event asks for one  id, recovered, auth, message, data, reason
//
// A Buffer among the arguments is {"$binary":"<hex>"}.
const output = { line: (text) => console.log(text) };

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

function plain(value) {
  if (value instanceof ArrayBuffer) return { $binary: hex(new Uint8Array(value)) };
  if (ArrayBuffer.isView(value)) return { $binary: hex(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}

function write(who, label, how, kind, namespace, more) {
  output.line(JSON.stringify({ who, socket: label, how, kind, namespace, ...plain(more) }));
}

// One end of a namespace's connection. Events are sent and answered through it, never past it.
class End {
  constructor(who, label, namespace, socket) {
    Object.assign(this, { who, label, namespace, socket });
  }

  log(how, kind, more) { write(this.who, this.label, how, kind, this.namespace, more); }

  // The last argument may be a function: then the event asks for an acknowledgement.
  emit(name, ...args) {
    const then = typeof args.at(-1) === 'function' ? args.pop() : null;
    this.log('sent', 'event', then ? { name, args, ack: true } : { name, args });
    if (!then) return this.socket.emit(name, ...args);
    this.socket.emit(name, ...args, (...answer) => {
      this.log('received', 'ack', { name, args: answer });
      then(...answer);
    });
  }

  // The same with a promise: emitWithAck() where this version of Socket.IO has it.
  async ask(name, ...args) {
    if (!this.socket.emitWithAck) return new Promise((done) => this.emit(name, ...args, done));
    this.log('sent', 'event', { name, args, ack: true });
    const answer = await this.socket.emitWithAck(name, ...args);
    this.log('received', 'ack', { name, args: [answer] });
    return answer;
  }

  on(name, handler = () => {}) {
    this.socket.on(name, (...args) => {
      const answer = typeof args.at(-1) === 'function' ? args.pop() : null;
      this.log('received', 'event', answer ? { name, args, ack: true } : { name, args });
      if (!answer) return handler(...args);
      handler(...args, (...values) => {
        this.log('sent', 'ack', { name, args: values });
        answer(...values);
      });
    });
  }

  // Resolves when the event has come, whoever else listens to it.
  once(name) { return new Promise((done) => this.socket.once(name, done)); }

  ended(sent, received) {
    this.socket.on('disconnect', (reason) => {
      this.log(sent.includes(reason) ? 'sent' : received.includes(reason) ? 'received' : 'noticed', 'disconnect', { reason });
    });
  }
}

// The client's end. For Socket.IO 3 and 4 give authOf(label, ...) as the option "auth".
function client(label, socket) {
  const end = new End('client', label, socket.nsp, socket);
  const refused = (error) => {
    if (error instanceof Error && error.type === 'TransportError') return;
    const more = error instanceof Error ? { message: error.message, data: error.data } : { message: error };
    end.log('received', 'connect_error', more);
  };
  socket.on('connect', () => end.log('received', 'connect', { id: socket.id, recovered: socket.recovered }));
  socket.on('connect_error', refused);
  socket.on('error', refused);          // its name in Socket.IO 2
  end.ended(['io client disconnect'], ['io server disconnect']);
  return end;
}

// What a client connects with; the library asks for it when it sends the packet. Where it hopes to
// recover its session it adds the session's name and the last offset, kept in these two fields.
function authOf(label, namespace, more = {}) {
  return function auth(send) {
    const again = this && this._pid ? { pid: this._pid, offset: this._lastOffset } : {};
    const mine = { label, ...more };
    write('client', label, 'sent', 'connect', namespace, { auth: { ...again, ...mine } });
    send(mine);
  };
}

const labelOf = (socket) => (socket.handshake.auth || {}).label || socket.handshake.query.label;

// The server's end, from its connection handler.
function server(socket) {
  const end = new End('server', labelOf(socket), socket.nsp.name, socket);
  const asked = !socket.handshake.auth && end.namespace === '/' ? null
    : { auth: socket.handshake.auth };            // Socket.IO 2 connects "/" unasked, and without auth
  if (asked) end.log('received', 'connect', asked);
  end.log('sent', 'connect', { id: socket.id, recovered: socket.recovered });
  end.ended(['server namespace disconnect'], ['client namespace disconnect']);
  return end;
}

// Middleware for a namespace that lets nobody in.
function refuse(namespace, message, data) {
  namespace.use((socket, next) => {
    const label = labelOf(socket);
    write('server', label, 'received', 'connect', namespace.name, { auth: socket.handshake.auth });
    write('server', label, 'sent', 'connect_error', namespace.name, { message, data });
    next(Object.assign(new Error(message), { data }));
  });
}

// An event to everybody in a namespace: as many packets as there are clients.
function toAll(namespace, name, ...args) {
  const sockets = namespace.sockets instanceof Map ? [...namespace.sockets.values()] : Object.values(namespace.sockets);
  for (const socket of sockets) write('server', labelOf(socket), 'sent', 'event', namespace.name, { name, args });
  namespace.emit(name, ...args);
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

if (typeof module !== 'undefined') module.exports = { authOf, client, output, pause, refuse, server, toAll, write };
