//! Every form of `path!`: text, values, globs, queries, fragments, bare tokens.

mod pages {
    use bennu::{Conn, Result};

    pub async fn none(conn: &mut Conn<()>) -> Result {
        conn.text("")
    }

    pub async fn one(conn: &mut Conn<()>, _: String) -> Result {
        conn.text("")
    }

    pub async fn two(conn: &mut Conn<()>, _: i64, _: i64) -> Result {
        conn.text("")
    }

    pub async fn rest(conn: &mut Conn<()>, _: Vec<String>) -> Result {
        conn.text("")
    }
}

// Before the router, from another module.
mod links {
    use crate::web::router::path;

    pub fn home() -> bennu::path::Path {
        path!("/")
    }

    pub const POSTS: bennu::path::Path = path!("/posts");
}

mod web {
    pub mod router {
        use crate::pages;

        bennu::router! {
            pub Router for ();

            get "/" => pages::none;
            get "/posts" => pages::none;
            get "/posts/{post}" => pages::one;
            get "/users/{user}/posts/{post}" => pages::two;
            get "/v{version}/files/{*rest}" => rest;
        }

        async fn rest(conn: &mut bennu::Conn<()>, _: u8, rest: Vec<String>) -> bennu::Result {
            pages::rest(conn, rest).await
        }
    }
}

#[derive(bennu::Param)]
struct Post {
    id: i64,
    title: &'static str,
}

#[derive(bennu::Param)]
#[param(key = slug)]
struct Tag {
    slug: String,
}

#[derive(bennu::Param)]
struct PostId(i64);

fn main() {
    use web::router::path;

    let post = Post { id: 7, title: "a/b & c" };
    assert_eq!(links::home(), "/");
    assert_eq!(links::POSTS, "/posts");
    assert_eq!(path!("/posts/{post}"), "/posts/7");
    assert_eq!(path!("/posts/{post.title}"), "/posts/a%2Fb%20%26%20c");
    assert_eq!(path!("/posts/{post.id + 1}"), "/posts/8");
    assert_eq!(path!("/posts/{PostId(post.id)}"), "/posts/7");
    assert_eq!(path!("/posts/{Tag { slug: format!(\"{}\", 'x') }}"), "/posts/x");
    assert_eq!(path!("/posts/a fixed café"), "/posts/a%20fixed%20caf%C3%A9");
    assert_eq!(path!("/posts/draft-{post}"), "/posts/draft-7");
    assert_eq!(path!("/users/{1}/posts/{post}"), "/users/1/posts/7");
    assert_eq!(path!("/v1/files/a/b"), "/v1/files/a/b");
    assert_eq!(path!("/v{2}/files/{[\"a/b\", \"c\"]..}"), "/v2/files/a%2Fb/c");
    let rest: Vec<String> = Vec::new();
    assert_eq!(path!("/v{2}/files/{&rest..}"), "/v2/files");

    assert_eq!(path!("/posts?admin=true&active=false"), "/posts?admin=true&active=false");
    let (page, q) = (2, "rust & web");
    assert_eq!(path!("/posts?page={page}&q={q}#top"), "/posts?page=2&q=rust%20%26%20web#top");
    let params = [("a", 1), ("b", 2)];
    assert_eq!(path!("/posts?{params}"), "/posts?a=1&b=2");
    assert_eq!(path!("/posts?x=1&{params}&y={page}#post-{post}"), "/posts?x=1&a=1&b=2&y=2#post-7");
    let none: [(&str, i32); 0] = [];
    assert_eq!(path!("/posts?{none}"), "/posts");
    assert_eq!(path!("/posts?{none}&y=1"), "/posts?y=1");
    let map = std::collections::HashMap::from([("z", 1), ("a", 2)]);
    assert_eq!(path!("/posts?{map}"), "/posts?a=2&z=1");
    let nested = bennu::Params::from_urlencoded("m[a]=1&m[b][]=2&m[b][]=3").unwrap();
    assert_eq!(path!("/posts?{nested}"), "/posts?m%5Ba%5D=1&m%5Bb%5D%5B%5D=2&m%5Bb%5D%5B%5D=3");

    assert_eq!(path!(/), "/");
    assert_eq!(path!(/posts/{post}), "/posts/7");
    assert_eq!(path!(/v2/files/a-b/c.png?page={page}#top), "/v2/files/a-b/c.png?page=2#top");
}
