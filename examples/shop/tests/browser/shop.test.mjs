// The shop as people use it: somebody fills the shelves, somebody buys, somebody else does not see what.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { runningApp } from "../../../browser/app.mjs";
import { accessible, picture, startBrowser, visit } from "../../../browser/browser.mjs";
import { untilText } from "../../../browser/until.mjs";

/** Chromium writes each page answered with an error status on the console. */
const STATUS_ON_CONSOLE = /Failed to load resource: the server responded with a status of 4/;

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

async function save(page, { title, description, price, categories }) {
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Description").fill(description);
  await page.getByLabel("Price").fill(price);
  await page.getByLabel("Categories").selectOption(categories);
  await page.getByRole("button", { name: "Save Product" }).click();
}

async function stock(page, product) {
  await page.goto("/products/new");
  await save(page, product);
  await alert(page, "Product created successfully.");
  return new URL(page.url()).pathname;
}

async function put(page, address) {
  await page.goto(address);
  await page.getByRole("button", { name: "Add to cart" }).click();
  await alert(page, "Item added to your cart");
}

const BOOK = { title: "Metaprogramming Elixir", description: "Write less code, get more done.", price: "15", categories: ["Books", "Education"] };
const SPADE = { title: "Spade", description: "Digs what you point it at.", price: "7.5", categories: ["Gardening"] };

test("one fills the shelves, puts into the cart, changes quantities, removes, and orders; another one does not see it", async () => {
  const [visitor, page] = await open("/products");
  await page.getByRole("link", { name: "New Product" }).click();
  await save(page, { ...BOOK, title: "", price: "-1" });
  await alert(page, "check the errors");
  await page.getByText("can't be blank").waitFor();
  await page.getByText("must be greater than or equal to 0").waitFor();
  assert.deepEqual(await page.getByLabel("Categories").locator("option:checked").allInnerTexts(), BOOK.categories);
  const book = await stock(page, BOOK);
  const spade = await stock(page, SPADE);

  await page.goto(book);
  await untilText(page.locator("dt:has-text('Views') + dd"), "2");
  assert.deepEqual(await page.locator(".tags li").allInnerTexts(), ["Books", "Education"]);

  await page.getByRole("link", { name: "Cart" }).click();
  await page.getByText("Your cart is empty").waitFor();
  await put(page, book);
  await put(page, spade);
  await put(page, spade);
  assert.equal(await page.getByLabel("Quantity of Spade").inputValue(), "2");
  await page.getByText("Total: $30.00").waitFor();

  await page.getByLabel("Quantity of Spade").fill("1000");
  await page.getByRole("button", { name: "Update cart" }).click();
  await alert(page, "There was an error updating your cart");
  await page.getByText("must be less than 100").waitFor();
  await page.getByLabel("Quantity of Spade").fill("4");
  await page.getByLabel("Quantity of Metaprogramming Elixir").fill("2");
  await page.getByRole("button", { name: "Update cart" }).click();
  await page.getByText("Total: $60.00").waitFor();

  // Before its script has run, the link is one to a page that is not there.
  await page.goto("/cart");
  await page.getByRole("listitem").filter({ hasText: "Spade" }).getByRole("link", { name: "Remove" }).click();
  await page.getByText("Total: $30.00").waitFor();
  assert.equal(await page.getByText("Spade").count(), 0);

  await page.getByRole("button", { name: "Complete order" }).click();
  await alert(page, "Order created successfully.");
  await page.getByRole("heading", { name: "Thank you for your order!" }).waitFor();
  assert.deepEqual(await page.locator("#items td").allInnerTexts(), ["Metaprogramming Elixir", "2", "$15.00"]);
  await page.getByText("Total price: $30.00").waitFor();
  const order = page.url();

  await page.goto(book);
  page.once("dialog", (dialog) => dialog.accept());
  await page.getByRole("link", { name: "Delete" }).click();
  await alert(page, "The product has been ordered, so it stays.");
  await page.goto("/cart");
  await page.getByText("Your cart is empty").waitFor();

  const [stranger, other] = await open("/cart");
  assert.equal((await other.goto(order)).status(), 404);
  await stranger.leave(STATUS_ON_CONSOLE);
  assert.equal((await page.goto(order)).status(), 200);
  await visitor.leave();
});

test("buying needs no script", async () => {
  const [stocker, shelves] = await open("/");
  const address = await stock(shelves, { ...SPADE, title: "Plain spade" });
  await stocker.leave();
  const [visitor, page] = await open(address, { javaScript: false });
  await put(page, address);
  await page.getByLabel("Quantity of Plain spade").fill("3");
  await page.getByRole("button", { name: "Update cart" }).click();
  await page.getByText("Total: $22.50").waitFor();
  await page.getByRole("button", { name: "Complete order" }).click();
  await page.getByText("Total price: $22.50").waitFor();
  await visitor.leave();
});

const SIZES = [
  ["wide", { width: 1240, height: 860 }],
  ["narrow", { width: 380, height: 800 }],
];

for (const colorScheme of ["light", "dark"]) {
  test(`every page is readable: ${colorScheme}`, async () => {
    const [visitor, page] = await open("/cart", { colorScheme });
    const look = async (name) => {
      for (const [size, viewport] of SIZES) {
        await page.setViewportSize(viewport);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `${name} is ${overflow} pixels wider than the ${size} window`);
        await picture(page, `${name}-${colorScheme}-${size}`);
      }
      await accessible(page, name);
    };
    await look("cart-empty");
    await page.goto("/products/new");
    await save(page, { ...BOOK, title: "", price: "" });
    await look("product-invalid");
    const book = await stock(page, BOOK);
    await look("product");
    const title = "A spade with a handle so long that its name hardly fits anywhere";
    const spade = await stock(page, { ...SPADE, title, price: "1234.56" });
    await page.goto("/products");
    await look("products");
    await put(page, book);
    await put(page, spade);
    await page.goto(`${spade}/edit`);
    await page.getByLabel("Price").fill("1300");
    await page.getByRole("button", { name: "Save Product" }).click();
    await page.goto("/cart");
    await page.getByText("$1300.00 each, $1234.56 when you put it in").waitFor();
    await page.getByLabel("Quantity of Metaprogramming").fill("1000");
    await page.getByRole("button", { name: "Update cart" }).click();
    await alert(page, "There was an error updating your cart");
    await look("cart-invalid");
    await page.getByLabel("Quantity of Metaprogramming").fill("2");
    await page.getByRole("button", { name: "Update cart" }).click();
    await page.getByText("Total: $1330.00").waitFor();
    await page.getByRole("button", { name: "Complete order" }).click();
    await page.getByText("Total price:").waitFor();
    await look("order");
    await visitor.leave();
  });
}
