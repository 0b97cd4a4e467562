#include "made_trace.h"

#include <fmt/format.h>

#include <map>

#include "simulator/workload/arrivals.h"
#include "simulator/workload/key_draws.h"
#include "simulator/workload/keyspace.h"

namespace stampede::estimate {

namespace {

class Writer {
 public:
  Writer(const KnownService& service, std::uint64_t seed) : service_(service), seed_(seed) {}

  void add(Duration at, std::uint64_t key, const char* operation) {
    const double seconds = to_seconds(at);
    if (service_.format == scenario::TraceFormat::plain) {
      text += fmt::format("{:.6f},page:{},{}\n", seconds, key, operation);
      return;
    }
    const std::uint64_t bytes = workload::draw_size_bytes(service_.sizes, measure::RandomStream(seed_, "sizes", key));
    const bool is_get = operation == std::string("get");
    text += fmt::format("{},page:{},8,{},1,{},{}\n", static_cast<std::uint64_t>(seconds), key, bytes, operation,
                        is_get ? 0 : service_.ttl_s);
  }

  std::string text;

 private:
  const KnownService& service_;
  std::uint64_t seed_;
};

}  // namespace

std::string make_trace(const KnownService& service, std::uint64_t seed) {
  const scenario::Keys keys{.count = service.keys, .popularity = service.popularity};
  workload::KeyPicker asked(keys, measure::RandomStream(seed, "asked"));
  workload::KeyPicker written(keys, measure::RandomStream(seed, "written"));
  auto requests = workload::Arrivals::poisson(service.rate_per_s, Duration::zero(), service.span,
                                              measure::RandomStream(seed, "requests"));
  auto writes = workload::Arrivals::poisson(std::max(service.write_rate_per_s, 1e-9), Duration::zero(), service.span,
                                            measure::RandomStream(seed, "writes"));
  Writer writer(service, seed);
  std::map<std::uint64_t, Duration> valid_until;
  auto write = writes.next();
  while (const auto request = requests.next()) {
    for (; write && *write < *request; write = writes.next()) {
      const std::uint64_t key = written.pick();
      writer.add(*write, key, service.writes_delete ? "delete" : "set");
      valid_until[key] = service.writes_delete ? Duration::zero() : *write + service.filled_for;
    }
    const std::uint64_t key = asked.pick();
    writer.add(*request, key, "get");
    if (service.filled_for == Duration::zero() || valid_until[key] > *request) continue;
    writer.add(*request, key, "set");
    valid_until[key] = *request + service.filled_for;
  }
  return std::move(writer.text);
}

}  // namespace stampede::estimate
