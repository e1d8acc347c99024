// Real clients against the lab's server; run inside the lab. NODE_PATH has socket.io-client and ws.
// Prints a line for each that went as it was meant to; an error ends everything with status 1.
"use strict";

const assert = require("assert");
const { io } = require("socket.io-client");
const WebSocket = require("ws");

const AT = "127.0.0.1:3000";
const once = (emitter, event) =>
  new Promise((resolve, reject) => {
    emitter.once(event, (...values) => resolve(values));
    emitter.once("connect_error", reject);
    emitter.once("error", reject);
  });
process.on("unhandledRejection", error => {
  console.error(error);
  process.exit(1);
});

async function socketio(name, options) {
  const socket = io("http://" + AT, { forceNew: true, reconnection: false, ...options });
  const other = io("http://" + AT, { forceNew: true, reconnection: false, ...options });
  await Promise.all([once(socket, "connect"), once(other, "connect")]);
  if (!options.transports) {
    if (socket.io.engine.transport.name !== "websocket") await once(socket.io.engine, "upgrade");
    assert.strictEqual(socket.io.engine.transport.name, "websocket");
  }
  // An event to everybody, and its acknowledgement.
  const heard = once(other, "chat message");
  assert.strictEqual(await socket.timeout(4000).emitWithAck("chat message", "hello Ωß"), "ok");
  assert.deepStrictEqual(await heard, ["hello Ωß"]);
  // A room: only who has joined hears.
  assert.strictEqual(await other.timeout(4000).emitWithAck("join", "blue"), "ok");
  const inRoom = once(other, "room message");
  socket.once("room message", () => assert.fail("heard from a room that was not joined"));
  assert.strictEqual(await socket.timeout(4000).emitWithAck("room message", "blue", "hi"), "ok");
  assert.deepStrictEqual(await inRoom, ["blue", "hi"]);
  // Anything else comes back, with bytes too.
  const bytes = Buffer.from([0, 1, 2, 253, 254, 255]);
  const back = once(socket, "anything");
  socket.emit("anything", { deep: [1, null, "x"] }, bytes, bytes);
  const [object, first, second] = await back;
  assert.deepStrictEqual(object, { deep: [1, null, "x"] });
  assert.ok(bytes.equals(Buffer.from(first)) && bytes.equals(Buffer.from(second)));
  // Namespaces: /admin is there, others are refused.
  const admin = socket.io.socket("/admin");
  admin.connect();
  await once(admin, "connect");
  assert.strictEqual(await admin.timeout(4000).emitWithAck("chat message", "psst"), "ok");
  const none = socket.io.socket("/none");
  none.connect();
  const [error] = await new Promise(resolve => none.once("connect_error", e => resolve([e])));
  assert.strictEqual(error.message, "Invalid namespace");
  // A large message, both ways.
  const large = "x".repeat(200000);
  const echoed = once(socket, "large");
  socket.emit("large", large);
  assert.strictEqual((await echoed)[0], large);
  admin.disconnect();
  socket.disconnect();
  other.disconnect();
  console.log("right: " + name);
}

async function heartbeat() {
  const socket = io("http://127.0.0.1:3010", { reconnectionDelay: 200, reconnectionDelayMax: 400 });
  await once(socket, "connect");
  const before = socket.id;
  await new Promise(resolve => setTimeout(resolve, 1500)); // some heartbeats of 400 ms
  assert.ok(socket.connected);
  const gone = once(socket, "disconnect");
  fetch("http://127.0.0.1:3010/die", { method: "POST" }).catch(() => {});
  await gone;
  await new Promise(resolve => socket.once("connect", resolve));
  assert.notStrictEqual(socket.id, before);
  socket.disconnect();
  console.log("right: socket.io-client comes back");
}

async function ws() {
  const socket = new WebSocket("ws://" + AT + "/echo");
  await once(socket, "open");
  for (const size of [0, 125, 126, 65535, 65536, 300000]) {
    const answer = once(socket, "message");
    socket.send("y".repeat(size));
    assert.strictEqual((await answer)[0].length, size);
  }
  const pong = once(socket, "pong");
  socket.ping("are you there?");
  assert.strictEqual(String((await pong)[0]), "are you there?");
  const fragments = once(socket, "message");
  socket.send("one ", { fin: false });
  socket.send("two", { fin: true });
  assert.strictEqual(String((await fragments)[0]), "one two");
  const closed = once(socket, "close");
  socket.close(3001, "our own");
  const [code, reason] = await closed;
  assert.deepStrictEqual([code, String(reason)], [3001, "our own"]);
  const push = new WebSocket("ws://" + AT + "/push");
  assert.match(String((await once(push, "message"))[0]), /^push 1/);
  push.close();
  await once(push, "close");
  console.log("right: ws");
  const wrong = new WebSocket("ws://127.0.0.1:3001/echo");
  const [error] = await new Promise(resolve => wrong.once("error", e => resolve([e])));
  assert.match(error.message, /Invalid Sec-WebSocket-Accept header/);
  console.log("right: ws refuses a wrong accept");
}

(async () => {
  await socketio("socket.io-client, polling only", { transports: ["polling"] });
  await socketio("socket.io-client, WebSocket only", { transports: ["websocket"] });
  await socketio("socket.io-client as it comes", {});
  await heartbeat();
  await ws();
  process.exit(0);
})();
