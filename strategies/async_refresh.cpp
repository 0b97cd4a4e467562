// async_refresh: better to serve a stale item and refresh it in the background than to block the user. From
// django-cacheback. An item is (expiry, data) under one key that lives much longer than its freshness.
//
// There is no lock. The first reader of a stale item pushes its expiry into the future before it enqueues the
// refresh, so that later readers take it for fresh; as GET, SET and enqueue are not atomic, some leak through. On a
// cold cache everybody computes, or with fetch_on_miss=false everybody gets an empty answer. What is documented and
// what is published do not differ. Calls are hashed as joined texts, so that some of them share an item.
// corrected: one script puts the new expiry in place of exactly the item that was read, so that one reader enqueues and
//            no old data is put over newer; tickets order computations and invalidations, so that a slow refresh does
//            not overwrite a newer value, and an invalidation during a computation is not lost; writes are not read
//            back; no two calls share an item.
#include <charconv>
#include <stdexcept>

#include "strategies/built_in.h"
#include "strategies/call_keys.h"
#include "strategies/lifetime.h"
#include "strategies/refresh_tickets.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

// Without data it is the placeholder that keeps others from enqueueing while the first value is computed.
struct Item {
  Duration expiry{};
  std::optional<Value> data;

  Answer answer() const { return data ? Answer::of(*data) : Answer::empty(); }
};

std::string encode(const Item& item) {
  std::string text = std::to_string(item.expiry.count());
  if (item.data) text += ":" + item.data->bytes;
  return text;
}

Item decode(std::string_view text) {
  Duration::rep expiry = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, expiry);
  if (error != std::errc() || (rest != end && *rest != ':')) throw std::runtime_error("not an item of async_refresh");
  Item item{.expiry = Duration(expiry), .data = std::nullopt};
  if (rest != end) item.data = Value{std::string(rest + 1, end)};
  return item;
}

class AsyncRefresh final : public Strategy {
 public:
  explicit AsyncRefresh(Environment& environment)
      : redis_(environment.redis),
        origin_(environment.origin),
        clock_(environment.clock),
        background_(environment.background),
        labels_(environment.labels),
        lifetime_(environment.parameters.duration("lifetime"), environment.parameters.real("ttl_jitter"),
                  environment.random),
        refresh_timeout_(environment.parameters.duration("refresh_timeout")),
        cache_ttl_(environment.parameters.duration("cache_ttl")),
        fetch_on_miss_(environment.parameters.flag("fetch_on_miss")),
        fetch_on_stale_threshold_(environment.parameters.optional_duration("fetch_on_stale_threshold")),
        verify_write_(environment.parameters.flag("verify_write")),
        corrected_(environment.parameters.text("behaviour") == "corrected"),
        tickets_(environment.redis, cache_ttl_) {}

  Answer get(const Key& key) override {
    const std::optional<Item> item = read(key);
    if (!item) return fetch_on_miss_ ? refresh(key) : start_with_nothing(key);

    const Duration overdue = clock_.unix_time() - item->expiry;
    if (overdue <= 0ns) return item->answer();
    if (is_too_old(overdue)) return refresh(key);
    postpone_and_enqueue(key, *item);
    return item->answer();
  }

  bool invalidate(const Key& key) override {
    if (corrected_) tickets_.invalidate(name_of(key));
    if (const std::optional<Item> item = read(key)) postpone_and_enqueue(key, *item);
    return true;
  }

  // A computation that began before it can store after it, unless corrected.
  bool set(const Key& key, const Value& value) override {
    if (corrected_) {
      store_in_order(key, tickets_.take(name_of(key)), value);
    } else {
      store(key, lifetime_.next(), value);
    }
    return true;
  }

  bool remove(const Key& key) override {
    if (corrected_) {
      tickets_.remove(name_of(key));
    } else {
      redis_.del(name_of(key));
    }
    return true;
  }

  std::optional<Answer> peek(const Key& key) override {
    const std::optional<Item> item = read(key);
    return item ? item->answer() : Answer::empty();
  }

  // The original logs a failed task, and the next try comes after refresh_timeout, if somebody reads.
  void run_task(const Key& key) override { refresh_quietly(key); }

 private:
  RedisKey name_of(const Key& key) const {
    return {cache_key(labels_, key, corrected_ ? unambiguous_key : hashed_key)};
  }

  std::optional<Item> read(const Key& key) {
    const auto text = redis_.get(name_of(key));
    if (!text) return std::nullopt;
    return decode(*text);
  }

  void store(const Key& key, Duration valid_for, std::optional<Value> data) {
    const RedisKey name = name_of(key);
    redis_.set_px(name, encode({.expiry = clock_.unix_time() + valid_for, .data = std::move(data)}), cache_ttl_);
    if (verify_write_ && !redis_.get(name)) throw std::runtime_error("the item vanished right after it was stored");
  }

  Answer refresh(const Key& key) {
    if (corrected_) return refresh_in_order(key);
    const Computation computation = origin_.compute(key);
    if (computation.ok()) store(key, lifetime_.next(), computation.value());
    return computation.answer();
  }

  Answer refresh_in_order(const Key& key) {
    const std::int64_t ticket = tickets_.take(name_of(key));
    const Computation computation = origin_.compute(key);
    if (computation.ok()) store_in_order(key, ticket, computation.value());
    return computation.answer();
  }

  void store_in_order(const Key& key, std::int64_t ticket, const Value& value) {
    const Duration now = clock_.unix_time();
    const std::string fresh = encode({.expiry = now + lifetime_.next(), .data = value});
    tickets_.store(name_of(key), ticket, fresh, encode({.expiry = now, .data = value}));
  }

  Answer start_with_nothing(const Key& key) {
    postpone_and_enqueue(key, Item{});
    return Answer::empty();
  }

  bool is_too_old(Duration overdue) const {
    return fetch_on_stale_threshold_ && overdue > *fetch_on_stale_threshold_ - lifetime_.longest();
  }

  // The new expiry is the only guard against a herd of refreshes. The write can put old data over newer.
  void postpone_and_enqueue(const Key& key, const Item& item) {
    if (corrected_) {
      if (postpone_what_was_read(key, item) && !try_enqueue(key)) refresh_quietly(key);
      return;
    }
    store(key, refresh_timeout_, item.data);
    if (!try_enqueue(key)) refresh_quietly(key);
  }

  // False: somebody else did, or stored something newer.
  bool postpone_what_was_read(const Key& key, const Item& item) {
    const RedisKey name = name_of(key);
    const std::string postponed = encode({.expiry = clock_.unix_time() + refresh_timeout_, .data = item.data});
    const bool was_absent = item.expiry == Duration::zero();
    return was_absent ? tickets_.create(name, postponed) : tickets_.replace(name, encode(item), postponed);
  }

  bool try_enqueue(const Key& key) {
    try {
      background_.enqueue(key);
      return true;
    } catch (const RedisError&) {
      return false;
    }
  }

  void refresh_quietly(const Key& key) {
    try {
      refresh(key);
    } catch (const std::exception&) {
      // Swallowed: nobody waits for this value.
    }
  }

  Redis& redis_;
  Origin& origin_;
  Clock& clock_;
  BackgroundQueue& background_;
  const Labels& labels_;
  Lifetime lifetime_;
  const Duration refresh_timeout_;
  const Duration cache_ttl_;
  const bool fetch_on_miss_;
  const std::optional<Duration> fetch_on_stale_threshold_;
  const bool verify_write_;
  const bool corrected_;
  RefreshTickets tickets_;
};

std::vector<ParameterSpec> parameters() {
  return {
      ParameterSpec::choice("behaviour", {"documented", "published", "corrected"},
                            "As released (documented and published do not differ), or with its races mended."),
      ParameterSpec::duration_from("lifetime", DefaultFrom::fresh_for, 1ms, 8760h,
                                   "How long an item counts as fresh; the scenario's promise of freshness."),
      ParameterSpec::duration("refresh_timeout", 60s, 1ms, 8760h,
                              "How far a stale item's expiry is pushed while its refresh is under way."),
      ParameterSpec::duration_from("cache_ttl", DefaultFrom::keep_for, 1ms, 8760h,
                                   "How long Redis keeps an item; the scenario's hard lifetime."),
      ParameterSpec::boolean("fetch_on_miss", true,
                             "Whether a reader who finds nothing computes; otherwise the answer is empty."),
      ParameterSpec::optional_duration("fetch_on_stale_threshold", 0ms, 8760h,
                                       "An item older than this is computed by its reader; none means never."),
      ParameterSpec::boolean("verify_write", true,
                             "Whether every write is read back, and its absence an error; corrected never."),
      Lifetime::jitter_parameter(),
  };
}

}  // namespace

StrategyInfo async_refresh_info() {
  return {
      .name = "async_refresh",
      .summary = "Serves the stale item and refreshes it in the background.",
      .description =
          "An item carries its own expiry and lives in Redis long beyond it. Who finds it expired pushes the "
          "expiry into the future, so that others take it for fresh, puts a refresh task on the background "
          "queue and returns the old data.",
      .when_to_choose =
          "When readers must never wait for an item that exists, old data is tolerable, and background workers "
          "are at hand. Not as a protection of a cold cache, and not where an invalidation has to be seen "
          "soon.",
      .provenance = "django-cacheback.",
      .guarantees = "Nobody waits where an item is cached, however stale. About one refresh per expiry.",
      .costs =
          "No protection on a cold cache: every reader computes, or gets nothing. Stale answers until the "
          "queue has caught up, and after a task is lost until refresh_timeout has passed; an invalidation during the "
          "first computation is lost; a slow refresh can "
          "overwrite a newer value. Calls whose arguments join to the same text share an item, and get each other's "
          "values.",
      .operations = operations_of<AsyncRefresh>(),
      .parameters = parameters(),
      .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
        return std::make_unique<AsyncRefresh>(environment);
      }};
}

}  // namespace stampede
