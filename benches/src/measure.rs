//! Closures come in, the time and the allocations they take go out; what is compared runs interleaved, so that a busy machine
//! slows all of them down alike.

use std::alloc::{GlobalAlloc, Layout, System};
use std::fmt;
use std::hint::black_box;
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

/// The system's allocator, which counts how often it is asked.
pub(crate) struct Counting;

// SAFETY: every call goes on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller keeps to the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps to the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller keeps to the contract of `realloc`.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// How often `run` allocates.
pub(crate) fn allocations(run: impl FnOnce()) -> u64 {
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    run();
    ALLOCATIONS.load(Ordering::Relaxed) - before
}

/// Instructions that one of `counted` calls takes after the `first` ones: this program runs under `valgrind` with `arguments` and the
/// number of calls. Other work on the machine does not change them. None without `valgrind`.
pub(crate) fn instructions(arguments: &[&str], first: u32, counted: u32) -> Option<f64> {
    let program = std::env::current_exe().expect("the bench has a path");
    let run = |calls: u32| {
        let output = Command::new("valgrind")
            .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
            .arg(&program)
            .args(arguments)
            .arg(calls.to_string())
            .output()
            .ok()?;
        let text = String::from_utf8_lossy(&output.stderr);
        let line = text.lines().find(|line| line.contains(" I ") && line.contains("refs:"))?;
        line.rsplit(' ').next()?.replace(',', "").parse::<f64>().ok()
    };
    let count = run(first).zip(run(first + counted)).map(|(few, all)| (all - few) / f64::from(counted));
    if count.is_none() {
        print(format_args!(
            "`valgrind` counts instructions; on Debian and Ubuntu, type `apt-get install valgrind`"
        ));
    }
    count
}

/// Runs one of the things compared, once for every input.
type Run<'s, T> = dyn Fn(&[&T]) + 's;

/// One of the things compared.
pub(crate) struct Subject<'s, T: ?Sized> {
    run: Box<Run<'s, T>>,
}

impl<'s, T: ?Sized> Subject<'s, T> {
    /// `run` is called for every input and gives its result to `black_box`.
    pub(crate) fn new(run: impl Fn(&T) + 's) -> Self {
        let run = move |inputs: &[&T]| inputs.iter().for_each(|input| run(black_box(input)));
        Self { run: Box::new(run) }
    }
}

/// The median nanoseconds that each subject takes for one input, over `rounds` interleaved rounds.
pub(crate) fn compare<T: ?Sized>(subjects: &[Subject<'_, T>], inputs: &[&T], rounds: usize) -> Vec<f64> {
    // Every timing covers about the same number of inputs, so that the clock itself does not count.
    compare_calls(subjects, inputs, rounds, 4096)
}

/// The same for inputs that take longer: every timing covers about `calls` of them.
pub(crate) fn compare_calls<T: ?Sized>(
    subjects: &[Subject<'_, T>],
    inputs: &[&T],
    rounds: usize,
    calls: usize,
) -> Vec<f64> {
    let mut times: Vec<Vec<f64>> = subjects.iter().map(|_| Vec::with_capacity(rounds)).collect();
    let repeats = (calls / inputs.len()).max(1);
    for round in 0..=rounds {
        for (subject, times) in subjects.iter().zip(&mut times) {
            let start = Instant::now();
            for _ in 0..repeats {
                (subject.run)(inputs);
            }
            let nanoseconds = start.elapsed().as_nanos() as f64 / (repeats * inputs.len()) as f64;
            // The first round warms up.
            if round > 0 {
                times.push(nanoseconds);
            }
        }
    }
    times.into_iter().map(median).collect()
}

pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The rows of a bench, with Bennu as the first subject.
pub(crate) struct Table {
    unit: &'static str,
    subjects: Vec<&'static str>,
    rows: Vec<(String, Vec<f64>)>,
}

impl Table {
    pub(crate) fn new(unit: &'static str, subjects: &[&'static str]) -> Self {
        Self { unit, subjects: subjects.to_vec(), rows: Vec::new() }
    }

    pub(crate) fn push(&mut self, case: impl Into<String>, values: Vec<f64>) {
        self.rows.push((case.into(), values));
    }
}

/// A line for each case, then for each peer the worst case: above 1, Bennu is ahead.
impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<36}", format!("case ({})", self.unit))?;
        for (place, subject) in self.subjects.iter().enumerate() {
            write!(f, "{subject:>14}")?;
            if place > 0 {
                write!(f, "{:>10}", "ratio")?;
            }
        }
        for (case, values) in &self.rows {
            write!(f, "\n{case:<36}{:>14.1}", values[0])?;
            for value in &values[1..] {
                write!(f, "{value:>14.1}{:>9.2}x", value / values[0])?;
            }
        }
        for (place, peer) in self.subjects.iter().enumerate().skip(1) {
            let ratios = self.rows.iter().map(|(case, values)| (values[place] / values[0], case));
            if let Some((ratio, case)) = ratios.min_by(|(left, _), (right, _)| left.total_cmp(right)) {
                write!(f, "\nworst vs {peer}: {ratio:.2}x ({case})")?;
            }
        }
        Ok(())
    }
}

/// The one place where a bench prints.
#[expect(clippy::print_stdout, reason = "printing is what a bench is for")]
pub(crate) fn print(text: fmt::Arguments<'_>) {
    println!("{text}");
}
