// no_cache: every request computes. The baseline that shows what the origin has to bear without a cache.
// It guarantees fresh answers and costs one computation for each of them; Redis is not used at all.
#include "strategies/built_in.h"

namespace stampede {
namespace {

class NoCache final : public Strategy {
 public:
  explicit NoCache(Environment& environment) : origin_(environment.origin) {}

  Answer get(const Key& key) override { return origin_.compute(key).answer(); }

 private:
  Origin& origin_;
};

}  // namespace

StrategyInfo no_cache_info() {
  return {.name = "no_cache",
          .summary = "Computes every answer at the origin; nothing is cached.",
          .description = "Every request computes at the origin and nothing is kept, in Redis or anywhere else.",
          .when_to_choose =
              "To see what the origin would have to bear without any cache. Not in production, unless the origin "
              "can carry the whole load by itself.",
          .provenance = "Baseline.",
          .guarantees = "Every answer is as fresh as the origin can make it.",
          .costs = "One computation per request, and the whole compute time as latency.",
          .operations = operations_of<NoCache>(),
          .parameters = {},
          .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
            return std::make_unique<NoCache>(environment);
          }};
}

}  // namespace stampede
