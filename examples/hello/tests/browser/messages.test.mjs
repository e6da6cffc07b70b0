// The messages of the example, as a person posts and reads them.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";

import { runningApp } from "../../../browser/app.mjs";
import { picture, startBrowser, visit } from "../../../browser/browser.mjs";

let app, browser;

before(async () => {
  app = await runningApp();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await app?.stop();
});

/** Chromium writes each page answered with an error status on the console. */
const STATUS_ON_CONSOLE = /Failed to load resource: the server responded with a status of 4/;

const author = (page) => page.locator('[name="message[author]"]');
const body = (page) => page.locator('[name="message[body]"]');

/** Sends the form, past the browser's own checks; answers with the response to the POST. */
async function post(page, message) {
  await author(page).fill(message.author);
  await body(page).fill(message.body);
  await page.locator("form:has(button)").first().evaluate((form) => (form.noValidate = true));
  const [response] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === "POST"),
    page.getByRole("button", { name: "Post message" }).click(),
  ]);
  await page.waitForLoadState("load");
  return response;
}

test("a valid message is stored, announced once and listed", async () => {
  const visitor = await visit(browser, app.url);
  const { page } = await visitor.open("/");
  const message = { author: "Ada", body: `Grüße & <b>more</b> 🐦 ${randomUUID()}` };

  const response = await post(page, message);
  assert.ok([302, 303].includes(response.status()), `answered ${response.status()}, not with a redirect`);
  assert.equal(new URL(page.url()).pathname, "/");
  await page.locator(".flash").waitFor();
  await page.getByText(message.body).waitFor();
  assert.equal(await author(page).inputValue(), "", "the form is empty again");
  await picture(page, "messages-flash");

  await page.reload();
  assert.equal(await page.locator(".flash").count(), 0, "the flash is shown once");
  await page.getByText(message.body).waitFor();
  await visitor.leave();
});

test("an invalid message comes back with its errors and values", async () => {
  const visitor = await visit(browser, app.url);
  const { page } = await visitor.open("/");
  const name = `Grace "A" <${randomUUID().slice(0, 8)}>`;

  const response = await post(page, { author: name, body: "" });
  assert.equal(response.status(), 422);
  await page.locator(".error").first().waitFor();
  assert.equal(await page.locator(".error").count(), 1, "one field is wrong");
  assert.match(await page.locator(".error").innerText(), /can.t be blank/);
  assert.equal(await author(page).inputValue(), name);
  assert.equal(await page.locator(".flash").count(), 0);
  await picture(page, "messages-invalid");

  const corrected = await post(page, { author: "Grace", body: `At last ${randomUUID()}` });
  assert.ok([302, 303].includes(corrected.status()), "the form that came back can be sent");
  assert.equal(await page.getByText(name).count(), 0, "the invalid message was not stored");
  await visitor.leave(STATUS_ON_CONSOLE);
});

test("a message has a page of its own", async () => {
  const visitor = await visit(browser, app.url);
  const { page } = await visitor.open("/");
  const text = `Seen alone ${randomUUID()}`;
  await post(page, { author: "Barbara", body: text });

  const entry = page.locator("li, article, tr").filter({ hasText: text }).last();
  const [response] = await Promise.all([
    page.waitForResponse((response) => /\/messages\/\d+$/.test(response.url())),
    entry.locator('a[href^="/messages/"]').first().click(),
  ]);
  assert.equal(response.status(), 200);
  await page.getByText(text).waitFor();
  await page.getByText("Barbara").waitFor();
  await picture(page, "message");
  await visitor.leave();
});

for (const [path, status, what] of [
  ["/nowhere", 404, "an unknown path"],
  ["/messages/999999999", 404, "an unknown message"],
  ["/messages/first", 400, "a malformed identifier"],
  ["/messages/%ff", 400, "a malformed path"],
]) {
  test(`${what} gets a page with status ${status}`, async () => {
    const visitor = await visit(browser, app.url);
    const { page, response } = await visitor.open(path);
    assert.equal(response.status(), status);
    assert.match(response.headers()["content-type"], /^text\/html/);
    assert.match(await page.locator("body").innerText(), /\w{3}/, "the page says something");
    await picture(page, `status-${status}`);
    await visitor.leave(STATUS_ON_CONSOLE);
  });
}

test("a form without the visitor's token is refused", async () => {
  const visitor = await visit(browser, app.url);
  const { page } = await visitor.open("/");
  await page.locator('[name="_csrf_token"]').evaluate((input) => (input.value = "forged"));
  const text = `Forged ${randomUUID()}`;
  const response = await post(page, { author: "Mallory", body: text });
  assert.equal(response.status(), 403);

  await page.goto("/");
  assert.equal(await page.getByText(text).count(), 0);
  await visitor.leave(STATUS_ON_CONSOLE);
});

test("pages follow the visitor's colour scheme", async () => {
  const backgrounds = [];
  for (const colorScheme of ["light", "dark"]) {
    const visitor = await visit(browser, app.url, { colorScheme });
    const { page } = await visitor.open("/");
    backgrounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    await picture(page, `messages-${colorScheme}`);
    await page.goto("/counter");
    await picture(page, `counter-${colorScheme}`);
    await visitor.leave();
  }
  assert.notEqual(backgrounds[0], backgrounds[1]);
});
