// See the header.
#include "simulator/experiment/run_faults.h"

#include <algorithm>
#include <type_traits>
#include <variant>

#include "reports/result/from_measurements.h"
#include "simulator/faults/key_faults.h"
#include "simulator/measure/warnings.h"

namespace stampede::experiment {

namespace {

using faults::Seen;

template <typename Kind, typename... Kinds>
constexpr bool kIsOneOf = (std::is_same_v<Kind, Kinds> || ...);

template <typename Kind>
constexpr bool kConcernsKeys = kIsOneOf<Kind, scenario::Flush, scenario::DeleteKeys, scenario::ExpireKeys>;

template <typename Kind>
constexpr bool kConcernsRedis =
    kIsOneOf<Kind, scenario::RedisSlow, scenario::RedisStalled, scenario::RedisRestarted, scenario::RedisUnreachable,
             scenario::RedisOutOfMemory, scenario::RedisTrackingLimited>;

// Tasks are no part of the cache.
std::vector<RedisKey> keys_of_cache(Redis& control) {
  std::vector<RedisKey> keys = control.scan({"*"});
  std::erase_if(keys, [](const RedisKey& key) { return key.name == BackgroundWorkers::queue().name; });
  return keys;
}

std::int64_t signed_count(std::uint64_t count) { return static_cast<std::int64_t>(count); }

redis::MemoryLimit limit_of(const scenario::RedisOutOfMemory& full) {
  redis::MemoryLimit limit;
  limit.evicts = full.policy == scenario::FullMemory::evicts;
  if (const auto* size = std::get_if<scenario::MemorySize>(&full.memory)) {
    limit.bytes = size->bytes;
  } else {
    limit.share = std::get<scenario::ShareOfMemory>(full.memory).share;
  }
  return limit;
}

}  // namespace

RunFaults::RunFaults(RunContext& context, BackgroundWorkers& background, std::span<const std::unique_ptr<Node>> nodes)
    : context_(context),
      background_(background),
      nodes_(context, nodes, background),
      timeline_(context.scheduler, context.scenario.faults, *this),
      counted_before_(context.scenario.faults.size()) {
  const auto& all = context.scenario.faults;
  const bool needs_server = std::any_of(all.begin(), all.end(), [](const scenario::Fault& fault) {
    return befalls_server(fault) ||
           std::visit([](const auto& kind) { return kConcernsKeys<std::decay_t<decltype(kind)>>; }, fault.kind);
  });
  if (needs_server && context.session.server_faults() != nullptr) context.session.server_faults()->control();
}

redis::ServerFaults& RunFaults::server() {
  redis::ServerFaults* const server = context_.session.server_faults();
  if (server == nullptr) throw faults::FaultFailed("this world has no Redis that anything could be done to");
  return *server;
}

template <typename Change>
Seen RunFaults::change_origin(Change change) {
  origin::OriginFaults faults = context_.origin.faults();
  change(faults);
  context_.origin.suffer(faults);
  return {};
}

struct RunFaults::Begin {
  RunFaults& run;
  std::size_t number;
  const scenario::Fault& fault;

  Seen operator()(const scenario::Flush&) const {
    Redis& control = run.server().control();
    const std::int64_t keys = faults::unlink_keys(control, control.scan({"*"}));
    run.background_.queue_was_emptied();
    return {{"keys", keys}};
  }
  Seen operator()(const scenario::DeleteKeys& kind) const {
    Redis& control = run.server().control();
    return {{"keys", faults::unlink_keys(control, chosen(kind.keys, control))}};
  }
  Seen operator()(const scenario::ExpireKeys& kind) const {
    Redis& control = run.server().control();
    return {{"keys", faults::expire_keys(control, chosen(kind.keys, control), kind.in)}};
  }

  Seen operator()(const scenario::OriginSlow& kind) const {
    return run.change_origin([&](origin::OriginFaults& faults) { faults.slow_factor = kind.factor; });
  }
  Seen operator()(const scenario::OriginFailing& kind) const {
    return run.change_origin([&](origin::OriginFaults& faults) { faults.failing_share = kind.share; });
  }
  Seen operator()(const scenario::OriginDown& kind) const {
    return run.change_origin([&](origin::OriginFaults& faults) { faults.outage = kind.mode; });
  }

  Seen operator()(const scenario::BackgroundLost& kind) const {
    run.background_.lose_tasks(kind.share);
    return {};
  }
  Seen operator()(const scenario::BackgroundCrash&) const {
    return {{"tasks_lost", signed_count(run.background_.crash())}};
  }

  Seen operator()(const scenario::RedisSlow& kind) const {
    run.server().slow_down(kind.delay);
    return {};
  }
  Seen operator()(const scenario::RedisStalled&) const { return run.server().stall(fault.length); }
  Seen operator()(const scenario::RedisRestarted&) const {
    Seen seen = run.server().kill();
    run.background_.queue_was_emptied();
    return seen;
  }
  Seen operator()(const scenario::RedisUnreachable&) const { return run.server().cut_off(); }
  Seen operator()(const scenario::RedisOutOfMemory& kind) const { return run.server().limit_memory(limit_of(kind)); }
  Seen operator()(const scenario::RedisTrackingLimited& kind) const {
    return run.server().limit_tracking(kind.tracked_keys);
  }
  Seen operator()(const scenario::MessagesLost& kind) const {
    run.server().message_loss().lose(kind.share);
    return {};
  }

  template <typename OfNodes>
  Seen operator()(const OfNodes&) const {
    return run.nodes_.begin(number, fault);
  }

 private:
  std::vector<RedisKey> chosen(const scenario::KeyChoice& choice, Redis& control) const {
    return faults::chosen_keys(choice, keys_of_cache(control), run.context_.keys,
                               measure::RandomStream(run.context_.scenario.seed, "faults: keys", number));
  }
};

struct RunFaults::End {
  RunFaults& run;
  std::size_t number;

  Seen operator()(const scenario::OriginSlow&) const {
    return run.change_origin([](origin::OriginFaults& faults) { faults.slow_factor = 1; });
  }
  Seen operator()(const scenario::OriginFailing&) const {
    return run.change_origin([](origin::OriginFaults& faults) { faults.failing_share = 0; });
  }
  Seen operator()(const scenario::OriginDown&) const {
    return run.change_origin([](origin::OriginFaults& faults) { faults.outage.reset(); });
  }
  Seen operator()(const scenario::BackgroundLost&) const {
    run.background_.lose_tasks(0);
    return {};
  }
  Seen operator()(const scenario::BackgroundCrash&) const {
    run.background_.start_anew();
    return {};
  }
  Seen operator()(const scenario::RedisSlow&) const {
    run.server().slow_down(Duration::zero());
    return {};
  }
  Seen operator()(const scenario::RedisStalled&) const { return run.server().resume(); }
  Seen operator()(const scenario::RedisRestarted&) const { return run.server().start_anew(); }
  Seen operator()(const scenario::RedisUnreachable&) const {
    run.server().let_back();
    return {};
  }
  Seen operator()(const scenario::RedisOutOfMemory&) const {
    Seen seen = run.server().lift_memory_limit();
    run.background_.queue_was_emptied();  // the list of tasks may be among what was evicted
    return seen;
  }
  Seen operator()(const scenario::RedisTrackingLimited&) const { return run.server().lift_tracking_limit(); }
  Seen operator()(const scenario::MessagesLost&) const {
    run.server().message_loss().lose(0);
    return {};
  }
  template <typename Kind>
  Seen operator()(const Kind&) const {
    if constexpr (kConcernsKeys<Kind>) return {};
    return run.nodes_.end(number);
  }
};

namespace {

// What is counted all the time, and of which a fault adds its part.
struct Counted {
  const char* name = nullptr;
  std::int64_t count = 0;
};

struct Count {
  RunContext& context;
  const BackgroundWorkers& background;

  Counted operator()(const scenario::OriginSlow&) const {
    return {"computations", signed_count(context.origin.fault_counts().slowed)};
  }
  Counted operator()(const scenario::OriginFailing&) const {
    return {"computations", signed_count(context.origin.fault_counts().failed)};
  }
  Counted operator()(const scenario::OriginDown& down) const {
    const origin::OriginFaultCounts& counts = context.origin.fault_counts();
    return {"computations", signed_count(down.mode == scenario::Outage::hang ? counts.held : counts.refused)};
  }
  Counted operator()(const scenario::BackgroundLost&) const {
    return {"tasks_lost", signed_count(background.tasks_lost())};
  }
  Counted operator()(const scenario::MessagesLost&) const {
    redis::ServerFaults* const server = context.session.server_faults();
    return {"messages_lost", server == nullptr ? 0 : signed_count(server->message_loss().lost())};
  }
  template <typename Kind>
  Counted operator()(const Kind&) const {
    if constexpr (kConcernsRedis<Kind>) return {"redis_errors", signed_count(context.session.usage().errors)};
    return {};
  }
};

}  // namespace

Seen RunFaults::begin(std::size_t number, const scenario::Fault& fault) {
  counted_before_[number] = std::visit(Count{context_, background_}, fault.kind).count;
  return std::visit(Begin{*this, number, fault}, fault.kind);
}

Seen RunFaults::end(std::size_t number, const scenario::Fault& fault) {
  Seen seen = std::visit(End{*this, number}, fault.kind);
  const Counted counted = std::visit(Count{context_, background_}, fault.kind);
  if (counted.name != nullptr) seen[counted.name] = counted.count - counted_before_[number];
  return seen;
}

void RunFaults::fill(reports::RunResult& result) const {
  const std::vector<faults::Happened> happened = timeline_.happened();
  for (std::size_t i = 0; i < happened.size(); ++i) {
    const scenario::Fault& fault = context_.scenario.faults[i];
    reports::FaultOutcome& outcome = result.faults.emplace_back();
    outcome.fault = fault.name();
    if (happened[i].began) outcome.began_s = to_seconds(*happened[i].began);
    if (happened[i].ended) outcome.ended_s = to_seconds(*happened[i].ended);
    for (const auto& [name, count] : happened[i].seen) outcome.seen[name] = static_cast<double>(count);
    if (happened[i].failure.empty()) continue;
    outcome.failure = happened[i].failure;
    reports::add_warning(result, measure::fault_failed(fault.name(), happened[i].failure));
  }
}

}  // namespace stampede::experiment
