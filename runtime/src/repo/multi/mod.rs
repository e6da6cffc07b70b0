//! Named steps come in, all of them are done in one transaction or none, and what each gave goes out by its name.

mod changes;
mod query;
mod write;

use std::any::Any;
use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use super::{Error, Repo};

pub use changes::{Changes, Failed};

use changes::{Entry, Refusal};

/// The name of a step that gives a `T`. Text is one, too; a constant ties the type to it, so that nobody reads another one:
/// `const CART: Name<Cart> = Name::new("cart");`.
pub struct Name<T> {
    name: &'static str,
    result: PhantomData<fn() -> T>,
}

impl<T> Name<T> {
    /// A name for a step that gives a `T`.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, result: PhantomData }
    }
}

impl<T> Clone for Name<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Name<T> {}

impl<T> fmt::Debug for Name<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({})", self.name)
    }
}

impl<T> From<&'static str> for Name<T> {
    fn from(name: &'static str) -> Self {
        Self::new(name)
    }
}

/// What kind of step it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Operation {
    /// A new row.
    Insert,
    /// A row that changes.
    Update,
    /// A row that goes.
    Delete,
    /// A new row, or one that changes.
    InsertOrUpdate,
    /// Many new rows.
    InsertAll,
    /// Many rows that change.
    UpdateAll,
    /// Many rows that go.
    DeleteAll,
    /// A query.
    Query,
    /// A function.
    Run,
    /// A value that is there already.
    Put,
    /// A failure.
    Error,
    /// A look at what was done so far.
    Inspect,
    /// More steps, which depend on what was done so far.
    Merge,
}

/// Writes that belong together, as a value: Ecto's `Multi`. [`Repo::multi`] does all of them in one transaction, or none.
///
/// Each step has a name, by which later steps and the caller find what it gave; names are unique. Where the steps need not be a
/// value that functions build and hand on, [`Repo::transact`] is shorter.
///
/// ```
/// # use bennu::repo::{Migration, Repo};
/// use bennu::Changeset;
/// use bennu::repo::{Multi, Name};
///
/// bennu::schema! { pub struct Account in "accounts" { name: String, balance: i64 = 0 } }
/// bennu::schema! { pub struct Entry in "entries" { account_id: i64, text: String } }
///
/// const ACCOUNT: Name<Account> = Name::new("account");
/// const ENTRY: Name<Entry> = Name::new("entry");
///
/// /// What opening an account takes.
/// fn open(name: &str) -> Multi {
///     Multi::new().insert(ACCOUNT, Changeset::from(Account).put_change(Account::name, name)).insert_with(ENTRY, |done| {
///         let entry = Changeset::from(Entry).put_change(Entry::account_id, done[ACCOUNT].id);
///         entry.put_change(Entry::text, format!("{} opened it", done[ACCOUNT].name))
///     })
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> bennu::Result {
/// # let repo = Repo::sqlite(":memory:").await?;
/// # let tables = "CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT NOT NULL, balance INTEGER NOT NULL);
/// #     CREATE TABLE entries (id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, text TEXT NOT NULL)";
/// # repo.migrate(&[Migration::new(1, "create accounts", tables)]).await?;
/// match repo.multi(open("Ann")).await? {
///     Ok(done) => assert_eq!(done[ENTRY].text, "Ann opened it"),
///     Err(failed) => panic!("{} failed; before it, {:?} were done", failed.name(), failed.changes()),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Default)]
#[must_use = "a multi does nothing before the repo gets it"]
pub struct Multi {
    steps: VecDeque<Step>,
}

struct Step {
    /// None where it gives nothing.
    name: Option<&'static str>,
    operation: Operation,
    work: Work,
}

type Outcome = Pin<Box<dyn Future<Output = Result<Done, Error>> + Send>>;
type Work = Box<dyn FnOnce(Repo, Changes) -> Outcome + Send>;

/// What a step did.
enum Done {
    Gave(Entry),
    Nothing,
    More(Multi),
    Refused(Refusal),
}

impl Done {
    fn of<T, E>(result: Result<T, E>) -> Self
    where
        T: Any + Send + Sync,
        E: Any + Send + Into<crate::Error>,
    {
        match result {
            Ok(value) => Self::Gave(Entry::new(value)),
            Err(value) => Self::Refused(Refusal::new(value)),
        }
    }
}

impl Multi {
    /// No steps yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Does anything else: `Ok(Ok(_))` is what the step gives, `Ok(Err(_))` why it refuses, as writes say it. The repo is the
    /// transaction's.
    ///
    /// ```
    /// # use bennu::repo::{Multi, Repo};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> bennu::Result {
    /// # let repo = Repo::sqlite(":memory:").await?;
    /// let multi = Multi::new().put("one", 1_i64).run("two", |repo: Repo, done| async move {
    ///     let one: &i64 = done.get("one").expect("it is the step before");
    ///     assert!(repo.in_transaction());
    ///     Ok(if *one < 5 { Ok(one + 1) } else { Err(bennu::Error::not_found("too many")) })
    /// });
    /// assert_eq!(repo.multi(multi).await??.take::<i64>("two"), 2);
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn run<T, E, F>(
        self,
        name: impl Into<Name<T>>,
        work: impl FnOnce(Repo, Changes) -> F + Send + 'static,
    ) -> Self
    where
        T: Any + Send + Sync,
        E: Any + Send + Into<crate::Error>,
        F: Future<Output = Result<Result<T, E>, Error>> + Send + 'static,
    {
        self.step(name.into(), Operation::Run, work)
    }

    /// Gives a value that is there already.
    #[track_caller]
    pub fn put<T: Any + Send + Sync>(self, name: impl Into<Name<T>>, value: T) -> Self {
        self.step(name.into(), Operation::Put, |_, _| std::future::ready(Ok(Ok::<_, crate::Error>(value))))
    }

    /// Fails: everything before is taken back, and nothing after is done.
    #[track_caller]
    pub fn error<E: Any + Send + Into<crate::Error>>(self, name: &'static str, value: E) -> Self {
        self.step(Name::<()>::new(name), Operation::Error, |_, _| {
            let refused: Result<Result<(), E>, Error> = Ok(Err(value));
            std::future::ready(refused)
        })
    }

    /// Looks at what was done so far, as for a log.
    pub fn inspect(self, look: impl FnOnce(&Changes) + Send + 'static) -> Self {
        self.push(None, Operation::Inspect, move |_, done| {
            look(&done);
            Box::pin(std::future::ready(Ok(Done::Nothing)))
        })
    }

    /// Goes on with steps that depend on what was done so far.
    pub fn merge(self, steps: impl FnOnce(&Changes) -> Self + Send + 'static) -> Self {
        self.push(None, Operation::Merge, move |_, done| {
            Box::pin(std::future::ready(Ok(Done::More(steps(&done)))))
        })
    }

    /// The steps of `other` after these.
    #[track_caller]
    pub fn append(mut self, other: Self) -> Self {
        other.names().for_each(|name| self.assert_new(name));
        self.steps.extend(other.steps);
        self
    }

    /// The steps of `other` before these.
    #[track_caller]
    pub fn prepend(self, other: Self) -> Self {
        other.append(self)
    }

    /// The names and kinds of the steps in their order, but for those that give nothing: for tests.
    #[must_use]
    pub fn to_list(&self) -> Vec<(&'static str, Operation)> {
        self.steps.iter().filter_map(|step| Some((step.name?, step.operation))).collect()
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        self.steps.iter().filter_map(|step| step.name)
    }

    #[track_caller]
    fn assert_new(&self, name: &'static str) {
        assert!(self.names().all(|other| other != name), "`{name}` is a step of this multi already");
    }

    #[track_caller]
    fn step<T, E, F>(
        self,
        name: Name<T>,
        operation: Operation,
        work: impl FnOnce(Repo, Changes) -> F + Send + 'static,
    ) -> Self
    where
        T: Any + Send + Sync,
        E: Any + Send + Into<crate::Error>,
        F: Future<Output = Result<Result<T, E>, Error>> + Send + 'static,
    {
        self.assert_new(name.name);
        self.push(Some(name.name), operation, move |repo, done| {
            let result = work(repo, done);
            Box::pin(async move { result.await.map(Done::of) })
        })
    }

    fn push(
        mut self,
        name: Option<&'static str>,
        operation: Operation,
        work: impl FnOnce(Repo, Changes) -> Outcome + Send + 'static,
    ) -> Self {
        self.steps.push_back(Step { name, operation, work: Box::new(work) });
        self
    }

    async fn perform(mut self, repo: Repo) -> Result<Result<Changes, Failed>, Error> {
        let mut changes = Changes::default();
        while let Some(Step { name, work, .. }) = self.steps.pop_front() {
            match work(repo.clone(), changes.clone()).await? {
                Done::Gave(entry) => changes.push(name.unwrap_or_default(), entry),
                Done::Nothing => {}
                Done::More(steps) => {
                    steps.names().for_each(|name| assert!(!changes.has(name), "`{name}` is done already"));
                    self = self.prepend(steps);
                }
                Done::Refused(refusal) => {
                    return Ok(Err(Failed::new(name.unwrap_or_default(), refusal, changes)));
                }
            }
        }
        Ok(Ok(changes))
    }
}

impl fmt::Debug for Multi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.steps.iter().map(|step| (step.name, step.operation))).finish()
    }
}

impl Repo {
    /// Does all steps of a [`Multi`] in one transaction, in their order. Where one refuses, everything is taken back and the
    /// steps after it are not done.
    ///
    /// # Errors
    /// As of [`transaction`](Self::transaction).
    pub async fn multi(&self, multi: Multi) -> Result<Result<Changes, Failed>, Error> {
        self.transact(async |repo| multi.perform(repo).await).await
    }
}
