//! The public paths of GitLab as a router, which the build script writes from the table in `routes/gitlab.txt`.

use bennu::{Conn, Result};

include!(concat!(env!("OUT_DIR"), "/gitlab.rs"));

/// A handler for each number of captured segments.
macro_rules! handlers {
    ($($name:ident($($segment:ty),*);)*) => {$(
        async fn $name(conn: &mut Conn<()> $(, _: $segment)*) -> Result {
            conn.send_resp(204, "")
        }
    )*};
}

handlers! {
    none();
    one(String);
    two(String, String);
    three(String, String, String);
    four(String, String, String, String);
    five(String, String, String, String, String);
    six(String, String, String, String, String, String);
}
