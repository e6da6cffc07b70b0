//! Directories come in; what happens to the files in them goes out as versions, for as long as somebody listens.

use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

use super::{LiveReload, Pattern, Version};
use crate::endpoint::StaticFiles;

/// Editors and build tools write several files one after the other; a page loads again when they are done.
const PAUSE: Duration = Duration::from_millis(50);

/// Files that are watched until this is dropped.
#[must_use = "it ends when this is dropped"]
pub(in crate::endpoint) struct Watching {
    _watcher: RecommendedWatcher,
    _telling: JoinSet<()>,
}

/// What has changed and was not told yet.
#[derive(Default)]
struct Changes {
    pages: AtomicBool,
    styles: AtomicBool,
    some: Notify,
}

/// Watches what the settings say. What cannot be watched is an error in the log: the server goes without.
pub(in crate::endpoint) fn start(
    settings: Option<&LiveReload>,
    static_files: &[StaticFiles],
) -> Option<Watching> {
    let settings = settings?;
    let directories = static_files.iter().map(|files| Pattern::all_in(&files.directory));
    let patterns: Vec<_> = directories.chain(settings.patterns.iter().cloned()).filter_map(located).collect();
    let changes = Arc::new(Changes::default());
    match watch(patterns, Arc::clone(&changes)) {
        Ok(watcher) => {
            let mut telling = JoinSet::new();
            telling.spawn(tell(changes, settings.version.clone()));
            Some(Watching { _watcher: watcher, _telling: telling })
        }
        Err(error) => {
            tracing::error!(target: "bennu::endpoint", %error, "files cannot be watched for changes");
            None
        }
    }
}

fn located(pattern: Pattern) -> Option<Pattern> {
    let directory = pattern.directory().display().to_string();
    let log = |error: &std::io::Error| {
        tracing::error!(target: "bennu::endpoint", %error, "`{directory}` cannot be watched for changes");
    };
    pattern.located().inspect_err(log).ok()
}

fn watch(patterns: Vec<Pattern>, changes: Arc<Changes>) -> notify::Result<RecommendedWatcher> {
    let meant = patterns.clone();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        // Reading a file is no change, and the server reads them all the time.
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        if event.need_rescan() {
            changes.note(None);
        }
        let is_meant = |path: &&_| meant.iter().any(|pattern| pattern.matches(path));
        event
            .paths
            .iter()
            .map(|path| path.as_path())
            .filter(is_meant)
            .for_each(|path| changes.note(Some(path)));
    })?;
    for pattern in patterns {
        watcher.watch(pattern.directory(), RecursiveMode::Recursive)?;
    }
    Ok(watcher)
}

impl Changes {
    /// Some file has changed; nobody knows which where there is none.
    fn note(&self, file: Option<&Path>) {
        let is_style = file.and_then(Path::extension) == Some(OsStr::new("css"));
        let changed = if is_style { &self.styles } else { &self.pages };
        changed.store(true, Ordering::Release);
        self.some.notify_one();
    }
}

async fn tell(changes: Arc<Changes>, version: watch::Sender<Version>) {
    loop {
        changes.some.notified().await;
        tokio::time::sleep(PAUSE).await;
        let taken = |changed: &AtomicBool| u32::from(changed.swap(false, Ordering::AcqRel));
        let (pages, styles) = (taken(&changes.pages), taken(&changes.styles));
        if pages + styles > 0 {
            tracing::debug!(target: "bennu::endpoint", pages, styles, "files have changed");
            version.send_modify(|version| {
                version.pages = version.pages.wrapping_add(pages);
                version.styles = version.styles.wrapping_add(styles);
            });
        }
    }
}
