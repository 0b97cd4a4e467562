// negative_cache: a layer that remembers for a short time that a computation failed, or had nothing to give, and
// repeats that answer without asking again. As DNS caches do (RFC 2308), and caches of HTTP errors.
//
// It guarantees that a failing key is computed once per lifetime of the failure, node (or Redis) wide. It costs answers
// that still fail although the origin has recovered.
#include <map>

#include "strategies/built_in.h"
#include "strategies/lru_memory.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kEmpty = "empty";

class NegativeCache final : public Strategy {
 public:
  explicit NegativeCache(Environment& environment)
      : environment_(environment),
        in_redis_(environment.parameters.text("scope") == "redis"),
        ttl_(environment.parameters.duration("ttl")),
        memory_(static_cast<std::size_t>(environment.parameters.integer("items"))) {}

  Answer get(const Key& key) override {
    if (const auto remembered = recall(key)) return answer_of(*remembered);
    Answer answer = environment_.origin.compute(key).answer();
    if (answer.is_empty()) remember(key, kEmpty);
    if (answer.is_error() && answer.error().kind == ErrorKind::origin) remember(key, "failed");
    return answer;
  }

  bool invalidate(const Key& key) override {
    memory_.erase(key.name);
    if (in_redis_) environment_.redis.del(name_of(key));
    return true;
  }

 private:
  static RedisKey name_of(const Key& key) {
    std::string name = "negative:";
    name += key.name;
    return RedisKey{std::move(name)};
  }

  static Answer answer_of(std::string_view remembered) {
    if (remembered == kEmpty) return Answer::empty();
    return Answer::error(ErrorKind::origin, "the computation has failed a short time ago");
  }

  std::optional<std::string> recall(const Key& key) {
    if (in_redis_) return environment_.redis.get(name_of(key));
    if (const auto value = memory_.find(key.name, environment_.clock.now())) return value->bytes;
    return std::nullopt;
  }

  void remember(const Key& key, std::string_view what) {
    if (in_redis_) {
      environment_.redis.set_px(name_of(key), what, ttl_);
    } else {
      memory_.put(key.name, Value{std::string(what)}, environment_.clock.now() + ttl_);
    }
  }

  Environment& environment_;
  const bool in_redis_;
  const Duration ttl_;
  LruMemory memory_;
};

std::vector<ParameterSpec> parameters() {
  return {
      ParameterSpec::duration("ttl", 5s, 1ms, 8760h, "How long a failure is remembered."),
      ParameterSpec::choice("scope", {"node", "redis"},
                            "Where: in each node's memory, or in Redis for all nodes at the price of a GET each time."),
      ParameterSpec::integer("items", 10'000, 1, 1'000'000'000, "How many failures a node remembers at most."),
  };
}

}  // namespace

StrategyInfo negative_cache_info() {
  return {
      .name = "negative_cache",
      .summary = "A layer that remembers failures and empty answers for a short time.",
      .description =
          "Stands between a strategy and the origin, as in plain_ttl/negative_cache. When a computation fails, or has "
          "nothing to give, that outcome is repeated to everybody who asks for the key until its lifetime is over; "
          "an invalidation of the key ends it at once.",
      .when_to_choose =
          "Where keys that do not exist or cannot be computed are asked for again and again. With a lifetime as short "
          "as the outages that one is willing to prolong.",
      .provenance = "Negative answers of DNS (RFC 2308); error caching of HTTP caches.",
      .guarantees = "At most one failed computation per key, node and lifetime, where they do not overlap.",
      .costs =
          "Failures that outlive their cause by up to the lifetime. Nothing against readers who come while the first "
          "computation is under way.",
      .is_guard = true,
      .operations = operations_of<NegativeCache>(),
      .parameters = parameters(),
      .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
        return std::make_unique<NegativeCache>(environment);
      }};
}

}  // namespace stampede
