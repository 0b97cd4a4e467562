// retry_wait: after an invalidation or expiry one reader recomputes while the others go on reading the old value;
// where there is none, readers wait a short time, look again, and compute after all. From cacheme.
//
// What its README promises, both versions keep as far as it goes, so that documented and published do not differ:
// 0.0.9: the mark of an invalidated key is taken, and the value read, by separate commands; whoever takes the mark
//        computes without saying so in the progress set; writes are separate commands.
// 0.1.1: mark and value are read by one script, whoever takes the mark goes through the progress set as well, writes
//        are transactions, and `stale` can be switched off.
// A failed computation leaves its marks as they are: the mark of invalidation is gone (the old value stays for ever),
// the mark of progress stays (everybody waits in vain, until somebody succeeds).
// corrected: an invalidation is counted in the entry, and only a value whose computation began after the last one ends
//        it; one reader at a time computes, under a mark with an owner that ends by itself and that others neither
//        remove nor store past; who finds nothing waits as long as that mark stands, and then computes in its turn; a
//        key joins the sets of its tag and names before it is computed; Redis forgets entries in the end.
#include "strategies/retry_wait.h"

#include <algorithm>
#include <utility>

#include "strategies/built_in.h"

namespace stampede {

RetryWait::RetryWait(Environment& environment)
    : environment_(environment),
      storage_(environment),
      skip_(environment.parameters.flag("skip")),
      retries_(environment.parameters.integer("retries")),
      retry_interval_(environment.parameters.duration("retry_interval")),
      progress_ttl_(environment.parameters.duration("progress_ttl")) {
  const Parameters& parameters = environment.parameters;
  if (parameters.text("behaviour") != "corrected") return;
  entries_.emplace(environment.redis, environment.clock,
                   MarkedEntries::Settings{.prefix = parameters.text("prefix"),
                                           .timeout = parameters.optional_duration("timeout"),
                                           .keep = parameters.duration("keep"),
                                           .progress_ttl = progress_ttl_,
                                           .serves_old = parameters.flag("stale")});
}

Answer RetryWait::get(const Key& key) {
  if (skip_) return environment_.origin.compute(key).answer();
  if (entries_) return get_corrected(key, *entries_);

  const HashSlot slot = storage_.slot(key);
  HashStorage::Found found = storage_.look_up(slot);
  if (found.invalidated && storage_.version() == HashStorage::Version::v0_0_9) return compute(key, slot, false);
  if (found.value) {
    environment_.events.count(Event::hit_callback);
    return Answer::of(Value{std::move(*found.value)});
  }

  if (!storage_.mark_progress(slot)) {
    if (auto value = wait_for_others(slot)) return Answer::of(Value{std::move(*value)});
  }
  environment_.events.count(Event::miss_callback);
  return compute(key, slot, true);
}

Answer RetryWait::get_corrected(const Key& key, MarkedEntries& entries) {
  const std::string token = std::to_string(environment_.random.bits());
  const std::string tag = environment_.labels.tag(key);
  const std::vector<std::string> names = invalidation_keys(key);
  const TimePoint patient_until = environment_.clock.now() + progress_ttl_;
  for (;;) {
    MarkedEntries::Found found = entries.find_or_begin(key, token, tag, names);
    if (found.value) {
      environment_.events.count(Event::hit_callback);
      return Answer::of(Value{std::move(*found.value)});
    }
    if (found.begun) break;
    const TimePoint now = environment_.clock.now();
    if (now >= patient_until) return Answer::error(ErrorKind::timeout, "others have computed for too long");
    environment_.clock.sleep_for(std::min(retry_interval_, patient_until - now));
  }

  environment_.events.count(Event::miss_callback);
  const Computation computation = environment_.origin.compute(key);
  if (computation.ok()) {
    entries.store(key, token, computation.value());
  } else {
    entries.abandon(key, token);
  }
  return computation.answer();
}

bool RetryWait::invalidate(const Key& key) {
  if (entries_) {
    entries_->invalidate(key);
    return true;
  }
  storage_.mark_invalidated(std::vector<std::string>{storage_.slot(key).member});
  return true;
}

std::optional<std::string> RetryWait::wait_for_others(const HashSlot& slot) {
  for (std::int64_t attempt = 0; attempt < retries_; ++attempt) {
    environment_.clock.sleep_for(retry_interval_);
    if (auto value = storage_.read_again(slot)) return value;
  }
  return std::nullopt;
}

Answer RetryWait::compute(const Key& key, const HashSlot& slot, bool end_progress) {
  const Computation computation = environment_.origin.compute(key);
  if (computation.ok()) {
    const std::string tag = environment_.labels.tag(key);
    storage_.write({.slot = slot,
                    .value = computation.value(),
                    .tag = tag,
                    .invalidation_keys = invalidation_keys(key),
                    .end_progress = end_progress});
  }
  return computation.answer();
}

std::vector<ParameterSpec> RetryWait::parameters() {
  using namespace std::chrono_literals;
  ParameterSpec timeout = ParameterSpec::duration_from(
      "timeout", DefaultFrom::fresh_for, 1ms, 8760h,
      "When an entry expires, in whole seconds; the scenario's promise of freshness. None means never.");
  timeout.optional = true;
  return {
      ParameterSpec::choice("behaviour", {"documented", "published", "corrected"},
                            "As released (documented and published do not differ), or with its races mended."),
      ParameterSpec::choice("version", {"0.0.9", "0.1.1"},
                            "Which release of cacheme is followed; corrected is neither."),
      std::move(timeout),
      ParameterSpec::integer(
          "retries", 5, 0, 1'000'000,
          "How often a waiting reader looks again before it computes; corrected: as long as progress_ttl."),
      ParameterSpec::duration("retry_interval", 20ms, 1ms, 1h, "How long a waiting reader sleeps before each look."),
      ParameterSpec::boolean("stale", true,
                             "Whether an invalidated value is served while it is recomputed (0.1.1 and corrected)."),
      ParameterSpec::duration_from("keep", DefaultFrom::keep_for, 1ms, 8760h,
                                   "When Redis forgets an entry (corrected); the scenario's hard lifetime."),
      ParameterSpec::duration("progress_ttl", 60s, 1ms, 1h,
                              "How long a mark of progress stands (corrected); longer than any computation."),
      ParameterSpec::boolean("skip", false, "Whether the cache is left out altogether."),
      ParameterSpec::string("prefix", "CM:", "Stands in front of every key."),
  };
}

StrategyInfo retry_wait_info() {
  return {.name = "retry_wait",
          .summary = "Serves the old value while one caller recomputes; else waits a little, looks again, computes.",
          .description =
              "A mark in Redis says that a key is invalidated or expired; the reader who takes the mark "
              "recomputes, the others go on with the old value. Where there is no value, the first reader sets a "
              "mark of progress and computes, the others look again a few times and then compute as well.",
          .when_to_choose =
              "When old values are acceptable after an invalidation and computations are shorter than all retries "
              "together. Not for computations slower than that: every waiting reader computes then.",
          .provenance = "cacheme 0.0.9 and 0.1.1, its read path.",
          .guarantees =
              "After an invalidation or an expiry about one reader recomputes, the others read the old "
              "value. On a cold cache one computation, if it takes less than all the waiting.",
          .costs =
              "A full stampede where the computation is slower than the waiting (100 ms). After a failed "
              "recomputation the old value stays for ever. Redis never forgets an entry by itself. Calls that agree in "
              "their function and first argument share a value: the rest of a key is dropped.",
          .operations = operations_of<RetryWait>(),
          .parameters = RetryWait::parameters(),
          .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
            return std::make_unique<RetryWait>(environment);
          }};
}

}  // namespace stampede
