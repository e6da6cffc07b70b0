//! The example is killed in the middle of its work; whatever it had answered must still be there.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, process, thread};

/// How many answers the writers wait for before the process is killed.
const ANSWERED_BEFORE_THE_KILL: usize = 60;

#[test]
fn every_message_answered_with_a_redirect_survives_kill_9() {
    let folder = Folder::new("durability");
    let mut server = Server::start(&folder.0);
    let answered = AtomicUsize::new(0);
    let stored: Vec<String> = thread::scope(|scope| {
        let writers: Vec<_> = (0..2)
            .map(|writer| {
                scope.spawn({
                    let (server, answered) = (&server, &answered);
                    move || post_until_refused(server.port, writer, answered)
                })
            })
            .collect();
        while answered.load(Ordering::SeqCst) < ANSWERED_BEFORE_THE_KILL {
            thread::yield_now();
        }
        Command::new("kill").args(["-9", &server.process.id().to_string()]).status().expect("kill runs");
        writers
            .into_iter()
            .flat_map(|writer| writer.join().expect("the writer ends when the server is gone"))
            .collect()
    });
    server.process.wait().expect("the killed process can be waited for");
    assert!(stored.len() >= ANSWERED_BEFORE_THE_KILL);

    let server = Server::start(&folder.0);
    let kept = messages_of(server.port);
    for body in &stored {
        assert!(kept.contains(body), "`{body}` was answered with a redirect and is gone");
    }
}

/// The text of every message, each from its own page, up to the first that is not there.
fn messages_of(port: u16) -> HashSet<String> {
    let page =
        |id| request(port, &format!("GET /messages/{id} HTTP/1.1\r\n"), "").expect("the server answers");
    (1..)
        .map(page)
        .take_while(|(status, _)| *status == 200)
        .map(|(_, page)| between(&page, "<p class=\"body\">", "<").to_owned())
        .collect()
}

/// Posts messages one after the other until the server no longer answers; returns those that were answered.
fn post_until_refused(port: u16, writer: usize, answered: &AtomicUsize) -> Vec<String> {
    let mut stored = Vec::new();
    let (_, page) = request(port, "GET / HTTP/1.1\r\n", "").expect("the first page");
    let cookie = between(&page, "set-cookie: ", ";").to_owned();
    let token = between(&page, "name=\"_csrf_token\" value=\"", "\"").to_owned();
    for number in 0.. {
        let body = format!("message {number} of writer {writer}");
        let form =
            format!("_csrf_token={token}&message[author]=writer&message[body]={}", body.replace(' ', "+"));
        let head = format!(
            "POST /messages HTTP/1.1\r\ncookie: {cookie}\r\ncontent-type: application/x-www-form-urlencoded\r\n"
        );
        match request(port, &head, &form) {
            Some((302 | 303, _)) => {
                stored.push(body);
                answered.fetch_add(1, Ordering::SeqCst);
            }
            Some((status, page)) => panic!("answered {status}:\n{page}"),
            None => break,
        }
    }
    stored
}

/// One request on a connection of its own: its status and everything that came; nothing where the server is gone.
fn request(port: u16, head: &str, body: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let length = body.len();
    write!(stream, "{head}host: localhost\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}")
        .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some((answer.get(9..12)?.parse().ok()?, answer))
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let from =
        text.find(before).unwrap_or_else(|| panic!("`{before}` is missing in:\n{text}")) + before.len();
    let length = text[from..].find(after).expect("the end of what was found");
    &text[from..from + length]
}

/// The example as a process of its own, on a port that it chose.
struct Server {
    process: Child,
    port: u16,
}

impl Server {
    fn start(folder: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_hello"))
            .env("PORT", "0")
            .env("DATABASE_URL", folder.join("hello.sqlite"))
            .current_dir(folder)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the example starts");
        let mut lines = BufReader::new(process.stdout.take().expect("its output is a pipe")).lines();
        let port = loop {
            let line = lines.next().expect("the example says where it listens").expect("its output is text");
            if let Some((_, place)) = line.split_once("running at 127.0.0.1:") {
                let port = place.split_once(' ').map_or(place, |(port, _)| port);
                break port.parse().expect("a port number");
            }
        };
        thread::spawn(move || lines.for_each(drop));
        Self { process, port }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A folder that is gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("hello-{name}-{}", process::id()));
        fs::create_dir_all(&path).expect("the folder for temporary files can be written");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
