"""A chat between two Python programs, by the websockets library, with compression as it comes."""
import asyncio, sys
import websockets


def log(who, how, kind, text=""):
    sys.stdout.write("\t".join([who, how, kind, text]).rstrip() + "\n")
    sys.stdout.flush()


async def answer(socket, *_):
    async for text in socket:
        log("server", "received", "text", text)
        log("server", "sent", "text", f"you said: {text}")
        await socket.send(f"you said: {text}")
    log("server", "received", "close", f"{socket.close_code} {socket.close_reason}".strip())


async def server():
    async with websockets.serve(answer, "10.0.0.2", 3000, subprotocols=["chat"]):
        await asyncio.Future()


async def client():
    async with websockets.connect("ws://10.0.0.2:3000/python", subprotocols=["chat"]) as socket:
        for text in ["hello from Python", "and again: hello from Python"]:
            log("client", "sent", "text", text)
            await socket.send(text)
            log("client", "received", "text", await socket.recv())
        await socket.ping(b"are you there?")
        await asyncio.sleep(0.1)
        await socket.close(1000, "bye")
    log("client", "received", "close", f"{socket.close_code} {socket.close_reason}".strip())


asyncio.run({"server": server, "client": client}[sys.argv[1]]())
