// near_cache: every node keeps copies of what it reads, and the server tells it when one is outdated (CLIENT TRACKING).
// A placeholder in the key elects the one who computes; the others wait until they are told that it has changed. From
// rueidisaside, which has no Lua in the read and gives the election to SET NX.
//
// A value replaces the placeholder only if that is still its own: after an invalidation during the computation the
// store is refused. Of one node, one request at a time reads a key for all others that want it. A copy ends when Redis
// would let its entry expire, at the latest. It costs memory on every node, a second connection, and the server's
// memory of who has read what. The guarantee ends where messages do: a node is outdated for as long as one is under
// way, or until it notices that a connection is dead.
//
// An invalidation can overtake the value that it outdates, as they come on different connections. So whatever is
// invalidated while its read is under way is answered to those who are in it, and neither kept nor joined. That goes
// for a node's own writes, too, which it is told of: without (NOLOOP) it would not hear of some evictions. So the node
// that has computed a value reads it once more before it keeps it.
#include "strategies/near_cache.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "strategies/built_in.h"
#include "strategies/lock.h"
#include "strategies/near_copies.h"
#include "strategies/promises.h"

namespace stampede {

const Script kReadOrClaim{R"lua(
local claim = redis.pcall('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2])
local found = redis.call('GET', KEYS[1])
if claim and claim.ok then return false end
if found then return {found, redis.call('PTTL', KEYS[1])} end
return claim
)lua"};

const Script kReplaceClaim{R"lua(
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
)lua"};

namespace {

using namespace std::chrono_literals;

constexpr std::string_view kValueMark = "value:";
constexpr std::string_view kClaimMark = "computing:";

// Redis keeps a key to the end of its last millisecond.
constexpr Duration kExpiryStep = 1ms;

std::int64_t whole_ms(Duration duration) {
  return std::max<std::int64_t>(1, std::chrono::duration_cast<std::chrono::milliseconds>(duration).count());
}

// What Redis knew of a key when it was asked.
struct Found {
  bool claimed = false;        // nothing; it is ours to compute
  std::optional<Value> value;  // else somebody else computes
  Duration remaining{};
};

// Somebody may have taken the expiry away: then it is looked at again after `at_most`.
Found decode(const Reply& reply, Duration at_most) {
  if (reply.is_nil()) return {.claimed = true, .value = {}, .remaining = {}};
  const std::string& text = reply.elements.at(0).as_string();
  const std::int64_t remaining_ms = reply.elements.at(1).as_integer();
  Found found{.claimed = false, .value = {}, .remaining = at_most};
  if (remaining_ms >= 0) found.remaining = std::chrono::milliseconds(remaining_ms);
  if (text.starts_with(kValueMark)) {
    found.value = Value{text.substr(kValueMark.size())};
  } else if (!text.starts_with(kClaimMark)) {
    throw std::runtime_error("not an entry of near_cache");
  }
  return found;
}

class NearCache final : public Strategy {
 public:
  explicit NearCache(Environment& environment)
      : redis_(environment.redis),
        origin_(environment.origin),
        clock_(environment.clock),
        waiting_(environment.waiting),
        events_(environment.events),
        random_(environment.random),
        ttl_(environment.parameters.duration("ttl")),
        lock_ttl_(environment.parameters.duration("lock_ttl")),
        wait_timeout_(environment.parameters.duration("wait_timeout")),
        computes_when_late_(environment.parameters.text("on_timeout") == "compute"),
        copies_(std::make_shared<NearCopies>(static_cast<std::size_t>(environment.parameters.integer("items")))) {}

  void start() override {
    redis_.track(TrackedWrites::all, [copies = copies_](const std::optional<RedisKey>& key) {
      if (key) {
        copies->invalidate(key->name);
      } else {
        copies->invalidate_all();
      }
    });
  }

  Answer get(const Key& key) override {
    const TimePoint deadline = clock_.now() + wait_timeout_;
    std::optional<Answer> answer;
    while (!answer) {
      if (auto copy = copies_->find(key, clock_.now())) {
        events_.count(Event::local_hit);
        return Answer::of(std::move(*copy));
      }
      const std::shared_ptr<SharedRead> read = copies_->under_way(key);
      answer = read ? follow(*read, deadline) : lead(key, deadline);
    }
    return *std::move(answer);
  }

  // At once, not only when the server tells. What this node reads from here on is executed after the deletion.
  bool invalidate(const Key& key) override {
    copies_->invalidate(key.name);
    redis_.del(RedisKey{key.name});
    return true;
  }

  // In place of a placeholder, too, whose holder cannot store any more then. There is no peek(): a look is tracked.
  bool set(const Key& key, const Value& value) override {
    copies_->invalidate(key.name);
    const std::string entry = std::string(kValueMark) + value.bytes;
    redis_.set_px(RedisKey{key.name}, entry, std::chrono::milliseconds(whole_ms(ttl_)));
    return true;
  }

  bool remove(const Key& key) override { return invalidate(key); }

 private:
  // Empty, here and below: look again.
  std::optional<Answer> follow(SharedRead& read, TimePoint deadline) {
    while (!read.has_ended) {
      const Duration left = deadline - clock_.now();
      if (left > 0ns) {
        read.ended->wait(left);
      } else if (!computes_when_late_) {
        return timed_out();
      } else {
        read.is_late = true;
        read.invalidated->wake_all();
        read.ended->wait();
      }
    }
    if (read.failure) throw RedisError(*read.failure);
    return read.answer;
  }

  std::optional<Answer> lead(const Key& key, TimePoint deadline) {
    LeadingRead leading(*copies_, key, waiting_);
    try {
      return look(key, leading.state(), deadline);
    } catch (const RedisError& error) {
      leading.state().failure = error;
      throw;
    }
  }

  std::optional<Answer> look(const Key& key, SharedRead& read, TimePoint deadline) {
    const std::string claim = std::string(kClaimMark) + random_token(random_);
    for (;;) {
      const TimePoint sent = clock_.now();
      const bool is_tracked = redis_.is_tracking();
      const Found found = decode(redis_.run(kReadOrClaim, {{key.name}}, {claim, whole_ms(lock_ttl_)}), ttl_);
      if (found.claimed) return compute(key, claim, read);
      if (found.value) {
        if (is_tracked && !read.is_outdated && found.remaining > 0ns) keep(key, *found.value, sent + found.remaining);
        return read.answer = Answer::of(*found.value);
      }
      // The value may have come just after our look, and its message before our reply.
      if (read.is_outdated) return std::nullopt;
      wait_for_somebody_else(read, std::min(deadline - clock_.now(), found.remaining + kExpiryStep));
      if (!read.is_late && clock_.now() < deadline) continue;
      if (!computes_when_late_) return timed_out();
      return read.answer = origin_.compute(key).answer();
    }
  }

  void wait_for_somebody_else(SharedRead& read, Duration timeout) {
    if (read.is_late || timeout <= 0ns) return;
    read.awaits_invalidation = true;
    read.invalidated->wait(timeout);
    read.awaits_invalidation = false;
  }

  Answer compute(const Key& key, const std::string& claim, SharedRead& read) {
    const RedisKey name{key.name};
    const Computation computation = origin_.compute(key);
    if (!computation.ok()) {
      redis_.run(kDeleteIfOwned, {name}, {claim});
    } else {
      const std::string entry = std::string(kValueMark) + computation.value().bytes;
      redis_.run(kReplaceClaim, {name}, {claim, entry, whole_ms(ttl_)});
    }
    read.answer = computation.answer();
    return computation.answer();
  }

  void keep(const Key& key, const Value& value, TimePoint expiry) {
    const bool evicted = copies_->keep(key, value, expiry);
    if (evicted) events_.count(Event::local_eviction);
  }

  static Answer timed_out() {
    return Answer::error(ErrorKind::timeout, "somebody else's computation took longer than the wait_timeout");
  }

  Redis& redis_;
  Origin& origin_;
  Clock& clock_;
  Waiting& waiting_;
  EventCounter& events_;
  Random& random_;
  const Duration ttl_;
  const Duration lock_ttl_;
  const Duration wait_timeout_;
  const bool computes_when_late_;
  const std::shared_ptr<NearCopies> copies_;  // shared with the connection, which can outlive the strategy
};

std::vector<ParameterSpec> parameters() {
  return {
      ParameterSpec::duration_from("ttl", DefaultFrom::fresh_for, 1ms, 8760h,
                                   "How long an entry and its copies live; the scenario's promise of freshness."),
      ParameterSpec::duration("lock_ttl", 10s, 1ms, 24h,
                              "How long a placeholder lives, and with it the right to store what is computed."),
      ParameterSpec::duration("wait_timeout", 5s, 1ms, 24h,
                              "How long a request waits for a computation that is not its own."),
      ParameterSpec::choice("on_timeout", {"compute", "fail"},
                            "What follows then: one request per node computes for all of them, or each fails."),
      ParameterSpec::integer("items", 10'000, 1, 1'000'000'000, "How many copies a node holds at most."),
  };
}

std::vector<Guarantee> promised() {
  return {
      promises::one_computation("computations are shorter than lock_ttl; nobody waits for wait_timeout; no "
                                "invalidations; Redis loses no keys",
                                [](const Parameters& parameters, const RunFacts& facts) {
                                  const bool waits = parameters.text("on_timeout") == "fail" ||
                                                     facts.longest_service < parameters.duration("wait_timeout");
                                  return promises::outlives_computations(parameters.duration("lock_ttl"), facts) &&
                                         waits && !facts.has_invalidations;
                                }),
      promises::never_older_than([](const Parameters& parameters, const RunFacts& facts) {
        return parameters.duration("ttl") + time_of_commands(facts, 4);
      }),
      promises::no_lost_invalidation("no message is lost", [](const Parameters& /*parameters*/,
                                                              const RunFacts& facts) { return !facts.messages_lost; }),
      promises::recovers([](const Parameters& parameters) { return parameters.duration("lock_ttl"); })};
}

}  // namespace

StrategyInfo near_cache_info() {
  return {
      .name = "near_cache",
      .summary = "Copies on every node that Redis invalidates; a placeholder elects who computes, the others wait.",
      .description =
          "A node keeps what it reads and drops it when Redis tells it of a change. Where Redis has nothing, the "
          "first reader puts a placeholder there and computes; of every other node one request waits until it is "
          "told that the placeholder has changed, and all others of the node wait for that one.",
      .when_to_choose =
          "For keys that are read far more often than they change, where a hit is to cost no network and nodes are "
          "to agree within moments of a write. Not where most reads miss, or where keys change as often as they "
          "are read: each change costs a message and a read per node.",
      .provenance = "rueidisaside; client-side caching of Redis 6.",
      .guarantees =
          "A hit costs no network. One computation per key over all nodes, as long as it is shorter than lock_ttl "
          "and wait_timeout. A value that was invalidated while it was computed is not stored. No answer is older "
          "than the ttl plus the compute time.",
      .costs =
          "All others wait for the one who computes; a crashed one, or one whose claim a stalled Redis granted too "
          "late "
          "for it, blocks them until its placeholder expires. A copy is outdated for as long as its invalidation is "
          "under way. A second connection per node, and memory "
          "at the server for each key that a node has read; every node loses all copies when its connection breaks.",
      .operations = operations_of<NearCache>(),
      .parameters = parameters(),
      .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
        return std::make_unique<NearCache>(environment);
      },
      .promises = promised()};
}

}  // namespace stampede
