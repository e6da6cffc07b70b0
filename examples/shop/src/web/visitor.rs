//! Who is asking: the session comes in, the visitor and their cart go out.

use bennu::prelude::*;
use bennu::uuid::Uuid;

use crate::Conn;
use crate::shopping_cart::{self, Cart};

/// What a visitor is known by: no name, just what no other has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CurrentUuid(pub Uuid);

/// What they are about to buy.
#[derive(Clone, Debug)]
pub struct CurrentCart(pub Cart);

/// Plug: knows the visitor by a UUID in the session, which the first request puts there.
pub async fn fetch_current_user(conn: &mut Conn) -> Result {
    let uuid = conn.get_session("current_uuid").unwrap_or_else(|| {
        let uuid = Uuid::new_v4();
        conn.put_session("current_uuid", uuid);
        uuid
    });
    conn.assign(CurrentUuid(uuid));
    Ok(())
}

/// Plug: finds the visitor's cart, or gives them one.
pub async fn fetch_current_cart(conn: &mut Conn) -> Result {
    let CurrentUuid(uuid) = *conn.assigned().ok_or_else(|| not_run("fetch_current_user"))?;
    let repo = &conn.state().repo;
    let cart = match shopping_cart::get_cart_by_user_uuid(repo, uuid).await? {
        Some(cart) => cart,
        None => shopping_cart::create_cart(repo, uuid).await?,
    };
    conn.assign(CurrentCart(cart));
    Ok(())
}

/// The visitor's cart, for handlers behind [`fetch_current_cart`].
pub fn current_cart(conn: &Conn) -> Result<Cart> {
    let CurrentCart(cart) = conn.assigned().ok_or_else(|| not_run("fetch_current_cart"))?;
    Ok(cart.clone())
}

fn not_run(plug: &str) -> Error {
    Error::internal(format!("the plug `{plug}` has not run"))
}
