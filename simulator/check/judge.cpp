#include "simulator/check/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "simulator/check/facts.h"
#include "simulator/check/time_text.h"

namespace stampede::check {

namespace {

// A key that is asked for so often after the faults, and never answered, has not come back.
constexpr int kEnoughReadings = 3;

// What a promise is judged by.
struct Evidence {
  const scenario::Scenario& scenario;
  const StrategyInfo& strategy;
  const Parameters& parameters;
  const History& history;
  const reports::RunResult& run;
  const RunFacts& facts;

  Duration bound(const Guarantee& guarantee) const { return guarantee.bound(parameters, facts); }
  // Since the load began.
  std::string when(TimePoint time) const { return time_text(time - history.load_began); }
};

Judgement broken_by(std::string what, TimePoint at, std::optional<std::uint64_t> key) {
  return {.guarantee = {}, .verdict = Verdict::broken, .what = std::move(what), .at = at, .key = key};
}

Judgement plain(Verdict verdict) { return {.guarantee = {}, .verdict = verdict}; }

std::string place(std::uint32_t node) {
  return node == kNoNode ? std::string("in the background") : fmt::format("on node {}", node);
}

bool overlaps(const ComputationSpan& earlier, const ComputationSpan& later, Reach reach) {
  const bool same_place = reach == Reach::all_nodes || earlier.node == later.node;
  return earlier.key == later.key && same_place && (!earlier.ended || *earlier.ended > later.began);
}

// Somebody wanted the key while somebody else computed it.
bool has_contention(const History& history, Reach reach) {
  return std::any_of(history.computations.begin(), history.computations.end(), [&](const ComputationSpan& span) {
    return std::any_of(history.readings.begin(), history.readings.end(), [&](const Reading& reading) {
      const bool same_place = reach == Reach::all_nodes || reading.node == span.node;
      return reading.key == span.key && same_place && reading.started && *reading.started > span.began &&
             (!span.ended || *reading.started < *span.ended);
    });
  });
}

Judgement judge_one_computation(const Evidence& evidence, const Guarantee& guarantee) {
  const std::vector<ComputationSpan>& spans = evidence.history.computations;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (!overlaps(spans[j], spans[i], guarantee.reach)) continue;
      return broken_by(
          fmt::format("a second computation of the key began at {} {}, while the one that began at {} {} went on",
                      evidence.when(spans[i].began), place(spans[i].node), evidence.when(spans[j].began),
                      place(spans[j].node)),
          spans[i].began, spans[i].key);
    }
  }
  return plain(has_contention(evidence.history, guarantee.reach) ? Verdict::held : Verdict::not_tested);
}

Judgement judge_hard_lifetime(const Evidence& evidence, const Guarantee& guarantee) {
  const Duration bound = evidence.bound(guarantee);
  bool is_tested = false;
  for (const Reading& reading : evidence.history.readings) {
    if (!reading.is_answer) continue;
    if (reading.version && reading.age > bound) {
      return broken_by(
          fmt::format("an answer at {} on node {} was {} old; no older than {} was promised",
                      evidence.when(reading.ended), reading.node, time_text(reading.age), time_text(bound)),
          reading.ended, reading.key);
    }
    is_tested =
        is_tested || std::any_of(evidence.history.computations.begin(), evidence.history.computations.end(),
                                 [&](const ComputationSpan& span) {
                                   return span.ok && span.key == reading.key && *span.ended + bound < reading.ended;
                                 });
  }
  return plain(is_tested ? Verdict::held : Verdict::not_tested);
}

Judgement judge_no_lost_invalidation(const Evidence& evidence) {
  bool is_tested = false;
  for (const Probe& probe : evidence.history.probes) {
    const WriteEvent* last = nullptr;
    for (const WriteEvent& write : evidence.history.writes) {
      if (write.invalidates && write.key == probe.key) last = &write;
    }
    if (last == nullptr) continue;
    is_tested = true;
    if (!probe.version || *probe.version >= last->version) continue;
    return broken_by(fmt::format("after everything had come to rest the cache still answered version {} of the key; "
                                 "version {} was committed and invalidated at {}",
                                 *probe.version, last->version, evidence.when(last->at)),
                     last->at, probe.key);
  }
  return plain(is_tested ? Verdict::held : Verdict::not_tested);
}

Judgement judge_no_version_regression(const Evidence& evidence) {
  bool is_tested = false;
  for (const Reading& reading : evidence.history.readings) {
    if (reading.is_regression) {
      return broken_by(fmt::format("node {} answered version {} at {}, having answered a newer one before",
                                   reading.node, reading.version.value_or(0), evidence.when(reading.ended)),
                       reading.ended, reading.key);
    }
    is_tested = is_tested || reading.version.value_or(1) > 1;
  }
  return plain(is_tested ? Verdict::held : Verdict::not_tested);
}

Judgement judge_bounded_wait(const Evidence& evidence, const Guarantee& guarantee) {
  const auto& page = evidence.scenario.keys.page;
  const auto keys = static_cast<Duration::rep>(page ? page->keys : 1);
  const Duration bound = keys * evidence.bound(guarantee);
  for (const Reading& reading : evidence.history.readings) {
    if (!reading.started || reading.ended - *reading.started <= bound) continue;
    return broken_by(fmt::format("a request that node {} took at {} ended at {}, after {}; within {} was promised",
                                 reading.node, evidence.when(*reading.started), evidence.when(reading.ended),
                                 time_text(reading.ended - *reading.started), time_text(bound)),
                     reading.ended, reading.key);
  }
  return plain(has_contention(evidence.history, Reach::all_nodes) ? Verdict::held : Verdict::not_tested);
}

// What the origin does is not the cache's failure, nor what a client expects of it.
bool is_failure_of_cache(const Evidence& evidence, const Reading& reading) {
  if (!reading.is_answer) {
    const auto& timeout = evidence.scenario.client.timeout;
    const bool computation_fits = timeout && *timeout > 2 * evidence.facts.longest_computation;
    return reading.failure != ErrorKind::timeout ? !reading.is_over : computation_fits;
  }
  return reading.failure == ErrorKind::redis || reading.failure == ErrorKind::strategy || reading.is_undecodable;
}

// The origin has failed since, or is at it.
bool is_origins_doing(const History& history, const Reading& reading, TimePoint from) {
  return reading.failure == ErrorKind::origin ||
         std::any_of(history.computations.begin(), history.computations.end(), [&](const ComputationSpan& span) {
           const bool was_in_time = span.ended && *span.ended < reading.ended;
           return span.key == reading.key && span.began < reading.ended && (!was_in_time || *span.ended >= from) &&
                  (!span.ok || !was_in_time);
         });
}

Judgement judge_recovers(const Evidence& evidence, const Guarantee& guarantee) {
  if (evidence.scenario.faults.empty()) return plain(Verdict::not_tested);
  const Duration after = scenario::end_of_last_fault(evidence.scenario.faults) + evidence.bound(guarantee);
  const TimePoint from = evidence.history.load_began + after;
  struct OfKey {
    int readings = 0;
    int answers = 0;
    TimePoint last;
  };
  std::map<std::uint64_t, OfKey> keys;
  for (const Reading& reading : evidence.history.readings) {
    if (reading.intended < from) continue;
    if (is_failure_of_cache(evidence, reading)) {
      return broken_by(fmt::format("a request at {} on node {} failed{}{}, though the last fault was over {} before",
                                   evidence.when(reading.intended), reading.node, reading.message.empty() ? "" : ": ",
                                   reading.message,
                                   time_text(reading.intended - evidence.history.load_began -
                                             scenario::end_of_last_fault(evidence.scenario.faults))),
                       reading.ended, reading.key);
    }
    OfKey& of_key = keys[reading.key];
    const bool by_origin = !reading.is_answer || is_origins_doing(evidence.history, reading, from);
    of_key.readings += by_origin ? 0 : 1;
    of_key.answers += reading.version ? 1 : 0;
    of_key.last = reading.ended;
  }
  for (const auto& [key, of_key] : keys) {
    if (of_key.answers > 0 || of_key.readings < kEnoughReadings) continue;
    return broken_by(
        fmt::format("none of {} requests for the key was given a value after the last fault was over", of_key.readings),
        of_key.last, key);
  }
  return plain(keys.empty() ? Verdict::not_tested : Verdict::held);
}

Judgement judge_promise(const Evidence& evidence, const Guarantee& guarantee) {
  switch (guarantee.kind) {
    case GuaranteeKind::one_computation:
      return judge_one_computation(evidence, guarantee);
    case GuaranteeKind::hard_lifetime:
      return judge_hard_lifetime(evidence, guarantee);
    case GuaranteeKind::no_lost_invalidation:
      if (invalidates_in_vain(evidence.scenario, evidence.strategy.operations)) return plain(Verdict::excluded);
      return judge_no_lost_invalidation(evidence);
    case GuaranteeKind::no_version_regression:
      return judge_no_version_regression(evidence);
    case GuaranteeKind::bounded_wait:
      return judge_bounded_wait(evidence, guarantee);
    case GuaranteeKind::recovers:
      return judge_recovers(evidence, guarantee);
  }
  return plain(Verdict::not_tested);
}

// ---- what holds for all ----

Judgement judge_accounting(const Evidence& evidence) {
  double counted = 0;
  for (const auto& [name, value] : evidence.run.metrics) {
    const bool is_answer = name == "answers.fresh" || name == "answers.stale" || name == "answers.empty";
    if (is_answer || name.starts_with("errors.")) counted += value;
  }
  const double requests = evidence.run.metrics.at("requests");
  if (requests == counted) return plain(Verdict::held);
  return broken_by(fmt::format("{} requests, {} outcomes", requests, counted), evidence.history.load_began, {});
}

Judgement judge_own_values(const Evidence& evidence) {
  for (const Reading& reading : evidence.history.readings) {
    if (!reading.is_foreign && !reading.is_undecodable) continue;
    return broken_by(fmt::format("node {} answered at {} with {}", reading.node, evidence.when(reading.ended),
                                 reading.is_foreign ? "the value of another key" : "something that was no value"),
                     reading.ended, reading.key);
  }
  return plain(Verdict::held);
}

Judgement judge_comes_to_rest(const Evidence& evidence) {
  for (const Reading& reading : evidence.history.readings) {
    if (reading.is_over) continue;
    return broken_by(
        fmt::format("a request at {} on node {} never ended", evidence.when(reading.intended), reading.node),
        reading.intended, reading.key);
  }
  for (const reports::Warning& warning : evidence.run.warnings) {
    if (warning.id != "virtual_deadlock" && warning.id != "not_at_rest") continue;
    return broken_by(warning.text, evidence.history.load_began, {});
  }
  return plain(Verdict::held);
}

}  // namespace

std::vector<Judgement> judge(const scenario::Scenario& scenario, const StrategyInfo& strategy,
                             const Parameters& parameters, const History& history, const reports::RunResult& run) {
  const RunFacts facts = facts_of(scenario, history, run);
  const Evidence evidence{scenario, strategy, parameters, history, run, facts};
  std::vector<Judgement> judgements;
  const auto add = [&](std::string_view name, Judgement judgement) {
    judgement.guarantee = name;
    judgements.push_back(std::move(judgement));
  };
  for (const Guarantee& guarantee : strategy.promises) {
    const bool applies = !guarantee.applies || guarantee.applies(parameters, facts);
    add(name_of(guarantee.kind), applies ? judge_promise(evidence, guarantee) : plain(Verdict::excluded));
  }
  add("accounting", judge_accounting(evidence));
  add("own_values", judge_own_values(evidence));
  add("comes_to_rest", judge_comes_to_rest(evidence));
  return judgements;
}

const Judgement* broken(std::span<const Judgement> judgements, std::string_view guarantee) {
  const auto found = std::find_if(judgements.begin(), judgements.end(), [&](const Judgement& judgement) {
    return judgement.guarantee == guarantee && judgement.verdict == Verdict::broken;
  });
  return found == judgements.end() ? nullptr : &*found;
}

}  // namespace stampede::check
