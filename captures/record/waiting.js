// Polling and long polling for the same news, each on one keep-alive connection.
const http = require('http');
const news = [];
const waiting = [];

function publish(text) {
  news.push(text);
  while (waiting.length) waiting.shift()();
}

function server() {
  http.createServer((request, response) => {
    const url = new URL(request.url, 'http://server');
    const seen = Number(url.searchParams.get('seen'));
    response.sendDate = false;
    const answer = () => {
      if (news.length > seen) response.end(news[seen]);
      else { response.statusCode = 204; response.end(); }
    };
    if (url.pathname === '/wait' && news.length <= seen) waiting.push(answer);
    else answer();
    if (url.pathname === '/start') ['first', 'second', 'third'].forEach((text, i) => setTimeout(publish, 700 + i * 900, text));
  }).listen(3000);
}

function get(agent, path) {
  return new Promise((done) => http.get({ host: '10.0.0.2', port: 3000, path, agent }, (response) => {
    let body = '';
    response.on('data', (piece) => { body += piece; });
    response.on('end', () => done(body));
  }));
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function poll(agent) {
  for (let seen = 0; seen < 3; await pause(500)) if (await get(agent, `/poll?seen=${seen}`)) seen += 1;
}

async function wait(agent) {
  for (let seen = 0; seen < 3;) if (await get(agent, `/wait?seen=${seen}`)) seen += 1;
}

async function client() {
  const a = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const b = new http.Agent({ keepAlive: true, maxSockets: 1 });
  await get(a, '/start?seen=0');
  await Promise.all([poll(a), wait(b)]);
  a.destroy();
  b.destroy();
}

process.argv[2] === 'server' ? server() : client();
