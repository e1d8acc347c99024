// HTML hand-outs in a real browser: no console message, every sentence, field and rung lights
// exactly the bytes it names, by click and by Tab, a byte leads to its field, the answers print on
// pages of their own, and axe-core finds no violation, by day and by night.
//
//   node tests/browser/handouts.js PACKETWALK [all | LESSONS-OR-CAPTURES...]
//
// With nothing named it looks at a few of each kind; `all` takes a quarter of an hour.
// Exit status 77 where Chromium or the packages of package.json (npm ci) are not there.
const { execFileSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const program = process.argv[2];
const root = path.join(__dirname, '..', '..');
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(fs.existsSync);
let puppeteer;
let axe;
try {
  puppeteer = require('puppeteer-core');
  axe = fs.readFileSync(require.resolve('axe-core'), 'utf8');
} catch (missing) {
  console.log(`SKIPPED: ${missing.message.split('\n')[0]}`);
  process.exit(77);
}
if (!chromium) {
  console.log('SKIPPED: there is no Chromium');
  process.exit(77);
}

let failed = 0;
let told = false;
function check(good, what) {
  if (good) return;
  failed += 1;
  console.log(`FAILED: ${what}`);
}

// Of every button: what it names and what is lit once it is pressed.
async function checkLights(page, name) {
  const wrong = await page.evaluate(() => {
    const faults = [];
    const lit = (card) => [...card.querySelectorAll('.bytes')].flatMap((source) => [...source.querySelectorAll('i')]
      .map((byte, i) => (byte.classList.contains('lit') ? `${source.dataset.s}:${i}` : null)).filter(Boolean));
    const named = (button, card) => {
      const set = new Set();
      for (const part of button.dataset.b.split(' ')) {
        const [, s, from, to] = /^(\d+):(\d+)-(\d+)$/.exec(part);
        const there = card.querySelector(`.bytes[data-s="${s}"]`).querySelectorAll('i').length;
        for (let n = +from; n <= +to && n < there; n += 1) set.add(`${s}:${n}`);
      }
      return [...set];
    };
    const buttons = [...document.querySelectorAll('button[data-b]')];
    buttons.forEach((button, i) => {
      const card = button.closest('.packet');
      if (i % 2) button.click(); else button.focus();
      const got = lit(card).sort().join(' ');
      const wanted = named(button, card).sort().join(' ');
      if (got !== wanted || button.getAttribute('aria-pressed') !== 'true') faults.push(button.textContent);
      if (card.querySelectorAll('[aria-pressed=true]').length !== 1) faults.push(`${button.textContent}: others are pressed too`);
    });
    return { faults: faults.slice(0, 5), buttons: buttons.length };
  });
  check(wrong.buttons > 0, `${name}: there is nothing to press`);
  check(!wrong.faults.length, `${name}: wrong bytes light up: ${wrong.faults.join(' | ')}`);
  return wrong.buttons;
}

async function checkKeyboard(page, name) {
  await page.evaluate(() => { document.activeElement.blur(); window.scrollTo(0, 0); });
  // What can be scrolled and the arrows of a ladder are stops on the way.
  const before = await page.$$eval('svg a, [tabindex]', (all) => all.length);
  for (let stops = 0; stops < before + 4; stops += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement.dataset.b !== undefined)) break;
  }
  const lit = await page.evaluate(() => ({
    focused: document.activeElement.dataset.b !== undefined,
    lit: document.activeElement.closest('.packet') ? document.activeElement.closest('.packet').querySelectorAll('i.lit').length : 0,
  }));
  check(lit.focused && lit.lit > 0, `${name}: Tab does not reach a sentence that lights bytes`);
  const back = await page.evaluate(() => {
    const byte = document.querySelector('.bytes i');
    byte.click();
    return document.activeElement.classList.contains('f') && byte.classList.contains('lit');
  });
  check(back, `${name}: a byte does not lead to its field`);
}

async function checkAxe(page, name) {
  for (const scheme of ['light', 'dark']) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    const result = await page.evaluate(async (source) => {
      if (!window.axe) (0, eval)(source);
      const found = await window.axe.run();
      return found.violations.map((v) => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 120)}`);
    }, axe);
    check(!result.length, `${name}, ${scheme}: ${result.join('; ')}`);
  }
}

// The page that the answers begin on begins with them.
async function checkPrint(page, name, directory) {
  const file = path.join(directory, 'handout.pdf');
  await page.pdf({ path: file, format: 'A4' });
  let text;
  try {
    text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  } catch (missing) {
    if (missing.code !== 'ENOENT') throw missing;
    if (!told) console.log('SKIPPED: pages are not looked at without pdftotext (poppler-utils)');
    told = true;
    return;
  }
  const title = await page.$eval('.answers', (heading) => heading.textContent);
  const pages = text.split('\f').map((one) => one.trim());
  check(pages.filter((one) => one.split('\n')[0].trim() === title).length === 1, `${name}: the answers do not begin a page`);
}

async function main() {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'packetwalk-handouts-'));
  const all = process.argv[3] === 'all';
  const few = /^(01|06|14|20|28)-/;
  const lessons = (language) => fs.readdirSync(path.join(root, 'lessons', language))
    .filter((file) => /^\d+-.*\.md$/.test(file) && (all || few.test(file)))
    .map((file) => ['--lang', language, '--lesson', file.replace(/\.md$/, '')]);
  const captures = ['upgrade', 'socketio-story', 'dns', 'http', 'ping6', 'wss'].map((file) => [path.join(root, 'captures', `${file}.pcap`)]);
  const wanted = process.argv.length > 3 && !all ? process.argv.slice(3).map((one) => (one.endsWith('.pcap') ? [one] : ['--lesson', one]))
    : [...lessons('en'), ...lessons('de'), ...captures];
  const browser = await puppeteer.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-gpu'] });
  let buttons = 0;
  for (const what of wanted) {
    const name = what[what.length - 1];
    const file = path.join(directory, 'handout.html');
    execFileSync(program, ['export', '--format', 'html', '-w', file, ...what]);
    const page = await browser.newPage();
    page.on('console', (message) => check(false, `${name}: the console says: ${message.text()}`));
    page.on('pageerror', (error) => check(false, `${name}: ${error.message}`));
    page.on('request', (request) => check(request.url().startsWith('file:'), `${name}: it asks for ${request.url()}`));
    await page.goto(`file://${file}`);
    buttons += await checkLights(page, name);
    await checkKeyboard(page, name);
    await checkAxe(page, name);
    await checkPrint(page, name, directory);
    await page.close();
  }
  await browser.close();
  fs.rmSync(directory, { recursive: true });
  console.log(`${wanted.length} hand-outs, ${buttons} buttons, ${failed} failures`);
  process.exit(failed ? 1 : 0);
}

main();
