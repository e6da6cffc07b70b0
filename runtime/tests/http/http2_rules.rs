//! What RFC 9113 asks of a server, section by section, and what the endpoint answers.

use bennu::endpoint::Config;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::app::config;
use super::http2_frames::Said::{self, Answered, Goodbye, Pong, Reset};
use super::http2_frames::*;
use super::wire::Server;

const METHOD: (&str, &str) = (":method", "GET");
const POST: (&str, &str) = (":method", "POST");
const SCHEME: (&str, &str) = (":scheme", "http");
const PATH: (&str, &str) = (":path", "/raw/peer");
const HOST: (&str, &str) = (":authority", "a");

/// A request that is answered at once.
fn good() -> Vec<u8> {
    block(&[METHOD, SCHEME, PATH, HOST])
}

/// A request that is not answered.
fn slow() -> Vec<u8> {
    block(&[METHOD, SCHEME, (":path", "/raw/slow"), HOST])
}

/// A request that reads its body.
fn post(more: &[(&str, &str)]) -> Vec<u8> {
    let form = ("content-type", "application/x-www-form-urlencoded");
    block(&[&[POST, SCHEME, (":path", "/api/echo"), HOST, form], more].concat())
}

/// A request that consists of these fields.
fn asked(fields: &[(&str, &str)]) -> Vec<Frame> {
    vec![(HEADERS, WHOLE, 1, block(fields))]
}

/// A good request with one more field.
fn asked_with(name: &str, value: &str) -> Vec<Frame> {
    asked(&[METHOD, SCHEME, PATH, HOST, (name, value)])
}

fn setting(name: u8, value: u32) -> Vec<Frame> {
    vec![(SETTINGS, 0, 0, [&[0, name], &value.to_be_bytes()[..]].concat())]
}

fn ping() -> Frame {
    (PING, 0, 0, b"whatever".to_vec())
}

/// Sends the frames of each case over a connection of its own, and compares what the server says of stream 1. Where it may end the
/// request it may as well end the connection (5.4.1), and it may call anything a protocol error: h2 does so where a frame has another size.
async fn check(config: Config, cases: Vec<(&str, Vec<Frame>, Said)>) {
    let server = Server::start(config).await;
    let mut wrong = Vec::new();
    for (section, frames, expected) in cases {
        let mut client = Frames::connect(&server).await;
        for (kind, flags, stream, payload) in frames {
            client.send(kind, flags, stream, &payload).await;
        }
        match (client.said(1).await, expected) {
            (Some(said), expected) if said == expected => {}
            (Some(Goodbye(1..)), Reset(_)) | (Some(Goodbye(PROTOCOL_ERROR)), Goodbye(_)) => {}
            (said, _) => wrong.push(format!("{section}: {said:?} instead of {expected:?}")),
        }
        assert_eq!(
            server.status("GET /raw/peer HTTP/1.1\r\nHost: a\r\n\r\n").await,
            "200",
            "after {section}"
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn a_connection_begins_with_its_preface() {
    let server = Server::start(config()).await;
    for preface in
        ["PRI * HTTP/2.0\r\n\r\nSM\r\n\rX", "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n", "PRI / HTTP/2.0\r\n\r\n"]
    {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(preface.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400 "), "{preface:?}: {answer}");
    }
}

#[tokio::test]
async fn what_is_not_known_is_ignored() {
    let request = || (HEADERS, WHOLE, 1, good());
    check(
        config(),
        vec![
            ("4.1: a frame of an unknown kind", vec![(0xee, 0xff, 0, b"x".to_vec()), request()], Answered),
            ("4.1: flags that mean nothing", vec![(PING, 0xfe, 0, b"whatever".to_vec())], Pong),
            ("4.1: the reserved bit of the stream", vec![(PING, 0, 1 << 31, b"whatever".to_vec())], Pong),
            (
                "5.3: priorities are of the past",
                vec![(PRIORITY, 0, 1, vec![0, 0, 0, 3, 9]), request()],
                Answered,
            ),
            (
                "6.2: padding",
                vec![(HEADERS, WHOLE | PADDED, 1, [&[3], &good()[..], &[0; 3]].concat())],
                Answered,
            ),
            (
                "6.2: a priority",
                vec![(HEADERS, WHOLE | WITH_PRIORITY, 1, [&[0, 0, 0, 5, 9], &good()[..]].concat())],
                Answered,
            ),
            ("6.5.2: an unknown setting", [setting(0xff, 1), vec![request()]].concat(), Answered),
            ("6.7: a ping comes back", vec![ping()], Pong),
            (
                "6.7: the answer to a ping is not answered",
                vec![(PING, ACK, 0, b"somebody".to_vec()), request()],
                Answered,
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn requests_come_in_pieces() {
    check(
        config(),
        vec![
            (
                "6.10: headers in pieces",
                vec![
                    (HEADERS, END_STREAM, 1, good()[..9].to_vec()),
                    (CONTINUATION, 0, 1, good()[9..20].to_vec()),
                    (CONTINUATION, END_HEADERS, 1, good()[20..].to_vec()),
                ],
                Answered,
            ),
            (
                "7: an unknown reason to reset",
                vec![(HEADERS, END_HEADERS, 1, post(&[])), (RST_STREAM, 0, 1, vec![0, 0, 0, 0xff]), ping()],
                Pong,
            ),
            (
                "8.1: trailers",
                vec![
                    (HEADERS, END_HEADERS, 1, post(&[])),
                    (DATA, 0, 1, b"a=1".to_vec()),
                    (HEADERS, WHOLE, 1, block(&[("x", "y")])),
                ],
                Answered,
            ),
            (
                "8.1: a pseudo-header in trailers is none",
                vec![(HEADERS, END_HEADERS, 1, post(&[])), (HEADERS, WHOLE, 1, block(&[METHOD]))],
                Answered,
            ),
            ("8.2.2: `te` may say `trailers`", asked_with("te", "trailers"), Answered),
        ],
    )
    .await;
}

#[tokio::test]
async fn frames_have_their_size_and_their_place() {
    let large = vec![0; 16_385];
    check(
        config(),
        vec![
            (
                "4.2: a frame above the largest size",
                vec![(HEADERS, END_HEADERS, 1, post(&[])), (DATA, 0, 1, large.clone())],
                Goodbye(FRAME_SIZE_ERROR),
            ),
            (
                "4.2: headers above the largest size",
                vec![(HEADERS, WHOLE, 1, large)],
                Goodbye(FRAME_SIZE_ERROR),
            ),
            (
                "4.3: headers that cannot be unpacked",
                vec![(HEADERS, WHOLE, 1, vec![0xff; 9])],
                Goodbye(COMPRESSION_ERROR),
            ),
            (
                "4.3: another frame between headers",
                vec![(HEADERS, END_STREAM, 1, good()), ping()],
                Goodbye(PROTOCOL_ERROR),
            ),
            (
                "4.3: other headers between headers",
                vec![(HEADERS, END_STREAM, 1, good()), (HEADERS, WHOLE, 3, good())],
                Goodbye(PROTOCOL_ERROR),
            ),
            (
                "5.5: an unknown frame between headers",
                vec![(HEADERS, END_STREAM, 1, good()), (0xee, 0, 1, vec![])],
                Goodbye(PROTOCOL_ERROR),
            ),
            ("6.1: data of no request", vec![(DATA, 0, 0, vec![1])], Goodbye(PROTOCOL_ERROR)),
            (
                "6.1: more padding than data",
                vec![(HEADERS, END_HEADERS, 1, post(&[])), (DATA, PADDED, 1, vec![9, 1])],
                Goodbye(PROTOCOL_ERROR),
            ),
            ("6.2: headers of no request", vec![(HEADERS, WHOLE, 0, good())], Goodbye(PROTOCOL_ERROR)),
            (
                "6.2: more padding than headers",
                vec![(HEADERS, WHOLE | PADDED, 1, [&[99], &good()[..]].concat())],
                Goodbye(PROTOCOL_ERROR),
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn frames_between_requests_have_their_size_and_their_place() {
    check(
        config(),
        vec![
            (
                "6.3: a priority of no request",
                vec![(PRIORITY, 0, 0, vec![0, 0, 0, 3, 9])],
                Goodbye(PROTOCOL_ERROR),
            ),
            ("6.4: no request is reset", vec![(RST_STREAM, 0, 0, vec![0; 4])], Goodbye(PROTOCOL_ERROR)),
            (
                "6.4: a reset of another size",
                vec![(HEADERS, END_HEADERS, 1, post(&[])), (RST_STREAM, 0, 1, vec![0; 3])],
                Goodbye(FRAME_SIZE_ERROR),
            ),
            (
                "6.5: settings that confirm and say more",
                vec![(SETTINGS, ACK, 0, vec![0; 6])],
                Goodbye(FRAME_SIZE_ERROR),
            ),
            ("6.5: settings of a request", vec![(SETTINGS, 0, 1, vec![])], Goodbye(PROTOCOL_ERROR)),
            ("6.5: half a setting", vec![(SETTINGS, 0, 0, vec![0; 3])], Goodbye(FRAME_SIZE_ERROR)),
            ("6.7: a ping of a request", vec![(PING, 0, 1, vec![0; 8])], Goodbye(PROTOCOL_ERROR)),
            ("6.7: a ping of another size", vec![(PING, 0, 0, vec![0; 6])], Goodbye(FRAME_SIZE_ERROR)),
            ("6.8: goodbye to a request", vec![(GOAWAY, 0, 1, vec![0; 8])], Goodbye(PROTOCOL_ERROR)),
            (
                "6.9: a window of another size",
                vec![(WINDOW_UPDATE, 0, 0, vec![0; 3])],
                Goodbye(FRAME_SIZE_ERROR),
            ),
            (
                "6.10: more headers where they have ended",
                vec![(HEADERS, END_HEADERS, 1, post(&[])), (CONTINUATION, END_HEADERS, 1, good())],
                Goodbye(PROTOCOL_ERROR),
            ),
            (
                "6.10: more headers of no request",
                vec![(HEADERS, END_STREAM, 1, good()), (CONTINUATION, END_HEADERS, 0, vec![])],
                Goodbye(PROTOCOL_ERROR),
            ),
            (
                "8.4: a client promises nothing",
                vec![(PUSH_PROMISE, END_HEADERS, 1, [&[0, 0, 0, 2], &good()[..]].concat())],
                Goodbye(PROTOCOL_ERROR),
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn requests_go_through_their_states() {
    let (code, window) = (vec![0, 0, 0, 8], vec![0, 0, 0, 1]);
    check(
        config(),
        vec![
            ("5.1: data before headers", vec![(DATA, 0, 1, vec![1])], Goodbye(PROTOCOL_ERROR)),
            ("5.1: a reset before headers", vec![(RST_STREAM, 0, 1, code)], Goodbye(PROTOCOL_ERROR)),
            ("5.1: a window before headers", vec![(WINDOW_UPDATE, 0, 1, window)], Goodbye(PROTOCOL_ERROR)),
            (
                "5.1: more headers before headers",
                vec![(CONTINUATION, END_HEADERS, 1, good())],
                Goodbye(PROTOCOL_ERROR),
            ),
            (
                "5.1: data after the end",
                vec![(HEADERS, WHOLE, 1, slow()), (DATA, END_STREAM, 1, vec![1])],
                Reset(STREAM_CLOSED),
            ),
            (
                "5.1: headers after the end",
                vec![(HEADERS, WHOLE, 1, slow()), (HEADERS, WHOLE, 1, slow())],
                Reset(STREAM_CLOSED),
            ),
            ("5.1.1: an even number", vec![(HEADERS, WHOLE, 2, good())], Goodbye(PROTOCOL_ERROR)),
            (
                "5.1.1: a number below one of before",
                vec![(HEADERS, WHOLE, 5, slow()), (HEADERS, WHOLE, 1, good())],
                Goodbye(PROTOCOL_ERROR),
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn windows_and_settings_have_bounds() {
    check(
        config(),
        vec![
            (
                "6.9: a window that does not grow",
                vec![(WINDOW_UPDATE, 0, 0, vec![0; 4])],
                Goodbye(PROTOCOL_ERROR),
            ),
            (
                "6.9: the same of a request",
                vec![(HEADERS, END_HEADERS, 1, post(&[])), (WINDOW_UPDATE, 0, 1, vec![0; 4])],
                Reset(PROTOCOL_ERROR),
            ),
            (
                "6.9.1: a window beyond all bounds",
                vec![(WINDOW_UPDATE, 0, 0, vec![0x7f, 0xff, 0xff, 0xff])],
                Goodbye(FLOW_CONTROL_ERROR),
            ),
            (
                "6.9.1: the same of a request",
                vec![(HEADERS, WHOLE, 1, slow()), (WINDOW_UPDATE, 0, 1, vec![0x7f, 0xff, 0xff, 0xff])],
                Reset(FLOW_CONTROL_ERROR),
            ),
            ("6.5.2: push is on or off", setting(2, 2), Goodbye(PROTOCOL_ERROR)),
            ("6.5.2: a first window beyond all bounds", setting(4, 1 << 31), Goodbye(FLOW_CONTROL_ERROR)),
            ("6.5.2: frames that are too small", setting(5, 16_383), Goodbye(PROTOCOL_ERROR)),
            ("6.5.2: frames that are too large", setting(5, 1 << 24), Goodbye(PROTOCOL_ERROR)),
        ],
    )
    .await;
}

#[tokio::test]
async fn requests_beyond_the_limit_are_refused() {
    let mut few = config();
    few.limits.streams = 1;
    check(
        few,
        vec![(
            "5.1.2: more requests than are allowed",
            vec![
                (SETTINGS, ACK, 0, vec![]),
                (HEADERS, WHOLE, 3, slow()),
                (HEADERS, WHOLE, 5, slow()),
                (HEADERS, WHOLE, 1, good()),
            ],
            Reset(REFUSED_STREAM),
        )],
    )
    .await;
}

#[tokio::test]
async fn malformed_requests_are_reset() {
    let data = |length, bytes: &[u8]| {
        vec![
            (HEADERS, END_HEADERS, 1, post(&[("content-length", length)])),
            (DATA, END_STREAM, 1, bytes.to_vec()),
        ]
    };
    let cases = [
        (
            "8.1: trailers that are not the end",
            vec![(HEADERS, END_HEADERS, 1, post(&[])), (HEADERS, END_HEADERS, 1, block(&[("x", "y")]))],
        ),
        ("8.1.1: less than was said", data("4", b"a=1")),
        ("8.1.1: more than was said", data("2", b"a=1")),
        ("8.2: a name in capitals", asked_with("X-Test", "ok")),
        ("8.2.2: headers of a connection", asked_with("connection", "keep-alive")),
        ("8.2.2: chunks", asked_with("transfer-encoding", "chunked")),
        ("8.2.2: `te` says something else", asked_with("te", "trailers, deflate")),
        ("8.3: an unknown pseudo-header", asked_with(":test", "ok")),
        ("8.3: a pseudo-header of responses", asked_with(":status", "200")),
        ("8.3: a pseudo-header behind others", asked(&[SCHEME, PATH, HOST, ("x-test", "ok"), METHOD])),
        ("8.3.1: an empty path", asked(&[METHOD, SCHEME, (":path", ""), HOST])),
        ("8.3.1: no method", asked(&[SCHEME, PATH, HOST])),
        ("8.3.1: no scheme", asked(&[METHOD, PATH, HOST])),
        ("8.3.1: no path", asked(&[METHOD, SCHEME, HOST])),
        ("8.3.1: two methods", asked(&[METHOD, METHOD, SCHEME, PATH, HOST])),
        ("8.3.1: two schemes", asked(&[METHOD, SCHEME, SCHEME, PATH, HOST])),
        ("8.3.1: two paths", asked(&[METHOD, SCHEME, PATH, PATH, HOST])),
    ];
    check(
        config(),
        cases.into_iter().map(|(section, frames)| (section, frames, Reset(PROTOCOL_ERROR))).collect(),
    )
    .await;
}
