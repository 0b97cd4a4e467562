#include "strategies/backoff.h"

namespace stampede {

std::vector<ParameterSpec> Backoff::parameters(Duration first, double factor, Duration longest) {
  using namespace std::chrono_literals;
  return {
      ParameterSpec::duration("poll_interval", first, 1ms, 1h,
                              "How long who waits sleeps before the second look at the cache."),
      ParameterSpec::real("backoff", factor, 1, 100, "By which factor each further sleep is longer; 1 keeps it."),
      ParameterSpec::duration("poll_interval_max", longest, 1ms, 1h, "How long a sleep gets at most."),
  };
}

}  // namespace stampede
