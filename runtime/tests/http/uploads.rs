//! Forms with files, and what is tried with them.

use std::path::PathBuf;
use std::time::Duration;

use bennu::endpoint::{Config, StaticFiles};
use bennu::http::{Method, Request};
use bennu::plug::protect_from_forgery;
use bennu::serde_json::{Value, json};
use bennu::testing::{Client, Multipart, Response};
use bennu::{Body, Endpoint, Params, Result, Upload};
use tokio::sync::oneshot;

type Conn = bennu::Conn<PathBuf>;

bennu::router! {
    /// Uploads that are kept in the directory that is the state.
    Router for PathBuf;

    pipeline forms { plug protect_from_forgery; }

    post "/photos" => photos;
    put "/photos" => photos;
    post "/keep" => keep;
    post "/fail" => fail;
    post "/panic" => panic;
    post "/later" => later;

    scope "/safe" {
        pipe_through forms;
        get "/" => token;
        post "/" => photos;
    }
}

/// Says what came, where it lies, and what is in it.
async fn photos(conn: &mut Conn) -> Result {
    let product: Option<Params> = conn.params("product")?;
    let product = product.unwrap_or_default();
    let photo: Option<Upload> = product.require("photo")?;
    let photo = match photo {
        Some(photo) => json!({
            "filename": photo.filename(),
            "content_type": photo.content_type(),
            "path": photo.path(),
            "content": String::from_utf8_lossy(&tokio::fs::read(photo.path()).await?),
        }),
        None => Value::Null,
    };
    let has_key = product.get("photo").is_some();
    let (title, tags) = (product.str("title"), product.get("tags"));
    conn.json(&json!({"title": title, "tags": tags, "photo": photo, "has_key": has_key}))
}

async fn keep(conn: &mut Conn) -> Result {
    let photo: Upload = conn.params("photo")?;
    tokio::fs::copy(photo.path(), conn.state().join("1-cover.txt")).await?;
    conn.text("kept")
}

async fn fail(_conn: &mut Conn) -> Result {
    Err(bennu::Error::internal("after the upload"))
}

async fn panic(_conn: &mut Conn) -> Result {
    panic!("on purpose")
}

/// Hands the file to a task that outlives the request.
async fn later(conn: &mut Conn) -> Result {
    let photo: Upload = conn.params("photo")?;
    let (go, gone) = oneshot::channel::<()>();
    let path = photo.path().to_owned();
    conn.assign(go);
    tokio::spawn(async move {
        // Ends when the conn does.
        let _ = gone.await;
        assert!(photo.path().exists());
        std::fs::write(photo.path().with_extension("seen"), "").unwrap();
    });
    conn.json(&path)
}

async fn token(conn: &mut Conn) -> Result {
    let token = conn.csrf_token().to_owned();
    conn.html(format!("<meta name=\"csrf-token\" content=\"{token}\">"))
}

/// A directory for uploads, which goes with the test.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("bennu-uploads-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(path.join("media")).unwrap();
        Self(path)
    }

    fn config(&self) -> Config {
        let mut config = Config::default();
        config.upload_dir = self.0.clone();
        config.limits.body = 1_000;
        config.limits.multipart = 10_000;
        config.limits.multipart_parts = 4;
        config
    }

    fn client(&self) -> Client<Router> {
        let endpoint = Endpoint::new(self.0.join("media"), self.config());
        Client::new(endpoint.static_files_of(StaticFiles::new("/uploads", self.0.join("media"))))
    }

    /// Temporary files that are left.
    fn left(&self) -> usize {
        std::fs::read_dir(&self.0).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_file()).count()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn cover() -> Multipart {
    Multipart::new().text("product[title]", "Chess").text("product[tags][]", "a").file(
        "product[photo]",
        "cover.txt",
        "text/plain",
        "a picture",
    )
}

async fn post_raw(client: &mut Client<Router>, content_type: &str, body: impl Into<Body>) -> Response {
    let request = Request::post("/photos").header("content-type", content_type).body(body.into()).unwrap();
    client.request(request).await
}

#[tokio::test]
async fn a_file_is_a_parameter_and_goes_with_its_request() {
    let directory = Directory::new("file");
    let mut client = directory.client();
    let sent: Value = client.post_multipart("/photos", cover()).await.json_response(200);
    let photo = &sent["photo"];
    assert_eq!((&sent["title"], &sent["tags"]), (&json!("Chess"), &json!(["a"])));
    assert_eq!((&photo["filename"], &photo["content_type"]), (&json!("cover.txt"), &json!("text/plain")));
    assert_eq!(photo["content"], "a picture");
    let path = PathBuf::from(photo["path"].as_str().unwrap());
    assert!(path.starts_with(&directory.0) && !path.exists());
    let again: Value = client.post_multipart("/photos", cover()).await.json_response(200);
    assert_ne!(again["photo"]["path"], photo["path"]);
    assert_eq!(directory.left(), 0);
}

#[tokio::test]
async fn a_file_that_was_not_chosen_has_no_key() {
    let directory = Directory::new("none");
    let form = Multipart::new().text("product[title]", "Chess").file(
        "product[photo]",
        "",
        "application/octet-stream",
        "",
    );
    let sent: Value = directory.client().post_multipart("/photos", form).await.json_response(200);
    assert_eq!((&sent["title"], &sent["has_key"]), (&json!("Chess"), &json!(false)));
}

#[tokio::test]
async fn a_file_can_be_kept_and_served() {
    let directory = Directory::new("keep");
    let mut client = directory.client();
    let form = Multipart::new().file("photo", "x.txt", "text/plain", "x".repeat(5_000));
    assert_eq!(client.post_multipart("/keep", form).await.text_response(200), "kept");
    assert_eq!(client.get("/uploads/1-cover.txt").await.text_response(200), "x".repeat(5_000));
    assert_eq!(directory.left(), 0);
}

#[tokio::test]
async fn files_go_whatever_happens_to_the_request() {
    let directory = Directory::new("fail");
    let mut client = directory.client();
    assert_eq!(client.post_multipart("/fail", cover()).await.status(), 500);
    assert_eq!(client.post_multipart("/panic", cover()).await.status(), 500);
    assert_eq!(client.post_multipart("/nowhere", cover()).await.status(), 404);
    let cut = "--b\r\ncontent-disposition: form-data; name=a; filename=a\r\n\r\nhalf";
    assert_eq!(post_raw(&mut client, "multipart/form-data; boundary=b", cut).await.status(), 400);
    assert_eq!(directory.left(), 0);
}

#[tokio::test]
async fn a_task_that_holds_a_file_keeps_it() {
    let directory = Directory::new("later");
    let form = Multipart::new().file("photo", "x.txt", "text/plain", "x");
    let path: PathBuf = directory.client().post_multipart("/later", form).await.json_response(200);
    while !path.with_extension("seen").exists() || path.exists() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test]
async fn nobody_makes_a_file_of_a_path() {
    let directory = Directory::new("forged");
    let mut client = directory.client();
    let forged = json!({"product": {"photo": {
        "filename": "a", "content_type": "text/plain", "path": "/etc/passwd", "upload": "/etc/passwd"
    }}});
    assert_eq!(client.json(Method::PUT, "/photos", &forged).await.status(), 400);
    let form = [("product[photo][path]", "/etc/passwd"), ("product[photo][upload]", "1")];
    assert_eq!(client.post("/photos", &form).await.status(), 400);
    assert_eq!(client.post("/photos", &[("product[photo]", "/etc/passwd")]).await.status(), 400);
}

#[tokio::test]
async fn the_name_of_a_file_leads_nowhere() {
    let directory = Directory::new("names");
    for name in ["../../etc/passwd", "..\\..\\etc\\passwd", "/etc/passwd", "C:\\etc\\passwd"] {
        let form = Multipart::new().file("product[photo]", name, "text/plain", "x");
        let sent: Value = directory.client().post_multipart("/photos", form).await.json_response(200);
        assert_eq!(sent["photo"]["filename"], "passwd", "{name}");
        let path = sent["photo"]["path"].as_str().unwrap();
        assert!(PathBuf::from(path).starts_with(&directory.0) && !path.contains("passwd"), "{path}");
    }
}

#[tokio::test]
async fn sizes_and_counts_of_forms_are_bounded() {
    let directory = Directory::new("limits");
    let mut client = directory.client();
    let file = |size: usize| Multipart::new().file("product[photo]", "x", "text/plain", "x".repeat(size));
    assert_eq!(client.post_multipart("/photos", file(9_000)).await.status(), 200);
    assert_eq!(client.post_multipart("/photos", file(10_000)).await.status(), 413);
    let text = |size: usize| Multipart::new().text("product[title]", &"x".repeat(size));
    assert_eq!(client.post_multipart("/photos", text(1_000)).await.status(), 200);
    assert_eq!(client.post_multipart("/photos", text(1_001)).await.status(), 413);
    let parts = |count: usize| (0..count).fold(Multipart::new(), |form, _| form.text("a", "b"));
    assert_eq!(client.post_multipart("/photos", parts(4)).await.status(), 200);
    assert_eq!(client.post_multipart("/photos", parts(5)).await.status(), 413);
    let deep = Multipart::new().text(&format!("a{}", "[b]".repeat(40)), "c");
    assert_eq!(client.post_multipart("/photos", deep).await.status(), 400);
    let head = format!("--b\r\nx: {}\r\n\r\n\r\n--b--", "y".repeat(9_000));
    assert_eq!(post_raw(&mut client, "multipart/form-data; boundary=b", head).await.status(), 400);
    assert_eq!(directory.left(), 0);
}

#[tokio::test]
async fn malformed_bodies_are_refused() {
    let directory = Directory::new("malformed");
    let mut client = directory.client();
    let good = "--b\r\ncontent-disposition: form-data; name=a\r\n\r\nx\r\n--b--";
    assert_eq!(post_raw(&mut client, "multipart/form-data; boundary=b", good).await.status(), 200);
    for content_type in
        ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=other"]
    {
        assert_eq!(post_raw(&mut client, content_type, good).await.status(), 400, "{content_type}");
    }
    for body in [
        "x",
        "--b",
        "--b\r\n",
        "--bx\r\n\r\n\r\n--b--",
        "--b\r\nno colon\r\n\r\n\r\n--b--",
        "--b\r\ncontent-disposition: form-data; name=a\r\n\r\n%",
    ] {
        assert_eq!(
            post_raw(&mut client, "multipart/form-data; boundary=b", body).await.status(),
            400,
            "{body}"
        );
    }
    let bytes = b"--b\r\ncontent-disposition: form-data; name=a\r\n\r\n\xff\r\n--b--".to_vec();
    assert_eq!(post_raw(&mut client, "multipart/form-data; boundary=b", bytes).await.status(), 400);
}

#[tokio::test]
async fn compressed_bodies_are_not_unpacked() {
    let directory = Directory::new("bomb");
    let mut client = directory.client();
    for content_type in
        ["multipart/form-data; boundary=b", "application/json", "application/x-www-form-urlencoded"]
    {
        for encoding in ["gzip", "br", "gzip, gzip"] {
            let request = Request::post("/photos").header("content-type", content_type);
            // The beginning of what gzip makes of a long row of zeros.
            let body = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xec\xc1\x01\x0d\x00".to_vec();
            let request = request.header("content-encoding", encoding).body(body.into()).unwrap();
            assert_eq!(client.request(request).await.status(), 415, "{content_type} {encoding}");
        }
    }
}

#[tokio::test]
async fn the_token_of_a_form_with_files_is_checked() {
    let directory = Directory::new("csrf");
    let mut client = directory.client();
    assert_eq!(client.post_multipart("/safe", cover()).await.status(), 403);
    client.get("/safe").await;
    let sent: Value = client.post_multipart("/safe", cover()).await.json_response(200);
    assert_eq!(sent["photo"]["content"], "a picture");
    assert_eq!(client.post_multipart("/safe", cover().text("_csrf_token", "other")).await.status(), 403);
}

#[tokio::test]
async fn a_form_with_files_can_mean_another_method() {
    let directory = Directory::new("method");
    let form = cover().text("_method", "put");
    let sent: Value = directory.client().post_multipart("/photos", form).await.json_response(200);
    assert_eq!(sent["title"], "Chess");
}
