// Rumbl as people use it: one joins, keeps videos and leaves; another one does not get at them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { runningApp } from "../../../browser/app.mjs";
import { accessible, picture, startBrowser, visit } from "../../../browser/browser.mjs";

/** Chromium writes each page answered with an error status on the console. */
const STATUS_ON_CONSOLE = /Failed to load resource: the server responded with a status of 4/;
const PASSWORD = "correct horse";

let app, browser;

before(async () => {
  app = await runningApp();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await app?.stop();
});

const alert = (page, text) => page.getByRole("alert").filter({ hasText: text }).waitFor();

/** A visitor's window on a page. */
async function open(path, options) {
  const visitor = await visit(browser, app.url, options);
  return [visitor, (await visitor.open(path)).page];
}

async function register(page, name, username) {
  await page.goto("/users/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create User" }).click();
}

async function logIn(page, username, password = PASSWORD) {
  await page.goto("/sessions/new");
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
}

async function save(page, video) {
  await page.getByLabel("Url").fill(video.url);
  await page.getByLabel("Title").fill(video.title);
  await page.getByLabel("Description").fill(video.description);
  if (video.category) await page.getByLabel("Category").selectOption(video.category);
  await page.getByRole("button", { name: "Save" }).click();
}

test("one registers, keeps videos, and leaves; another one meets 404", async () => {
  const [josé, page] = await open("/");
  await page.getByRole("link", { name: "Register" }).click();
  await page.getByRole("button", { name: "Create User" }).click();
  await alert(page, "check the errors");
  assert.equal(await page.getByText("can't be blank").count(), 3);
  await register(page, "José Valim", "josevalim");
  await alert(page, "José Valim created!");
  await page.getByText("José (").waitFor();

  await page.getByRole("link", { name: "My Videos" }).click();
  await page.getByText("Nothing here yet.").waitFor();
  await page.getByRole("link", { name: "New Video" }).click();
  await save(page, { url: "", title: "Only a title", description: "" });
  await alert(page, "check the errors");
  assert.equal(await page.getByLabel("Title").inputValue(), "Only a title");
  const film = { url: "https://youtu.be/Y2F8yisiS6E", title: "Hello, Rumbl", description: "How it began.", category: "Drama" };
  await save(page, film);
  await alert(page, "Video created successfully.");

  await page.getByRole("link", { name: "Edit" }).click();
  assert.equal(await page.getByLabel("Category").locator("option:checked").innerText(), "Drama");
  await page.getByLabel("Title").fill("Programming Rumbl");
  await page.getByRole("button", { name: "Save" }).click();
  await alert(page, "Video updated successfully.");
  const address = new URL(page.url()).pathname;
  assert.match(address, /^\/manage\/videos\/\d+-programming-rumbl$/);

  await page.getByRole("link", { name: "Watch" }).click();
  assert.match(page.url(), /\/watch\/\d+-programming-rumbl$/);
  assert.equal(await page.locator("#video").getAttribute("data-player-id"), "Y2F8yisiS6E");
  await page.getByRole("button", { name: "Play" }).waitFor();
  const watch = page.url();

  const [chris, other] = await open("/");
  await register(other, "Chris McCord", "chrismccord");
  await alert(other, "Chris McCord created!");
  for (const path of [address, `${address}/edit`]) {
    assert.equal((await other.goto(path)).status(), 404, path);
    await other.getByText("Not Found").first().waitFor();
  }
  assert.equal((await other.goto(watch)).status(), 200, "anybody may watch");
  await other.getByRole("link", { name: "My Videos" }).click();
  await other.getByText("Nothing here yet.").waitFor();
  await chris.leave(STATUS_ON_CONSOLE);

  await page.getByRole("link", { name: "My Videos" }).click();
  // Before its script has run, the link is one to the video.
  await page.waitForURL("/manage/videos", { waitUntil: "load" });
  page.once("dialog", (dialog) => dialog.dismiss());
  await page.getByRole("link", { name: "Delete" }).click();
  await page.getByRole("link", { name: "Programming Rumbl" }).waitFor();
  page.once("dialog", (dialog) => {
    assert.equal(dialog.message(), "Are you sure?");
    dialog.accept();
  });
  await page.getByRole("link", { name: "Delete" }).click();
  await alert(page, "Video deleted successfully.");
  await page.getByText("Nothing here yet.").waitFor();

  await page.getByRole("link", { name: "Log out" }).click();
  await page.getByRole("link", { name: "Log in" }).waitFor();
  await page.goto("/manage/videos");
  await alert(page, "You must be logged in to access that page");
  assert.equal(new URL(page.url()).pathname, "/");
  await logIn(page, "josevalim", "wrong horse");
  await alert(page, "Invalid username/password combination");
  await logIn(page, "josevalim");
  await alert(page, "Welcome back!");
  await josé.leave();
});

for (const colorScheme of ["light", "dark"]) {
  for (const [size, viewport] of [
    ["wide", { width: 1240, height: 860 }],
    ["narrow", { width: 380, height: 800 }],
  ]) {
    test(`every page is readable: ${colorScheme}, ${size}`, async () => {
      const [visitor, page] = await open("/", { colorScheme });
      await page.setViewportSize(viewport);
      const look = async (name) => {
        await accessible(page, name);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `${name} is ${overflow} pixels wider than the window`);
        await picture(page, `${name}-${colorScheme}-${size}`);
      };
      await look("home");
      await page.goto("/users/new");
      await page.getByRole("button", { name: "Create User" }).click();
      await look("register-invalid");
      await logIn(page, "nobody");
      await look("login-invalid");
      await register(page, "Ada Lovelace", `ada-${colorScheme}-${size}`);
      await look("users");
      await page.getByRole("link", { name: "View" }).first().click();
      await look("user");
      await page.goto("/manage/videos");
      await look("videos-empty");
      for (const [title, category] of [["Notes on the engine", "Drama"], ["A very long title that has to find its place somewhere", "Comedy"]]) {
        await page.goto("/manage/videos/new");
        await save(page, { url: "https://www.youtube.com/watch?v=Y2F8yisiS6E", title, description: "What it does, and what it will do one day.", category });
      }
      await look("video");
      await page.getByRole("link", { name: "Edit" }).click();
      await look("edit");
      await page.goto("/manage/videos");
      await look("videos");
      await page.getByRole("link", { name: "Watch" }).first().click();
      await page.getByRole("button", { name: "Play" }).waitFor();
      await look("watch");
      await page.goto("/");
      await look("home-known");
      await page.goto("/nowhere");
      await accessible(page, "an unknown page");
      await picture(page, `nowhere-${colorScheme}-${size}`);
      await visitor.leave(STATUS_ON_CONSOLE);
    });
  }
}
