// A trace of a service that is known: independent requests and writes, as a scenario makes them.
#pragma once

#include <cstdint>
#include <string>

#include "simulator/scenario/scenario.h"

namespace stampede::estimate {

struct KnownService {
  double rate_per_s = 100;
  std::uint64_t keys = 1000;
  scenario::Popularity popularity = scenario::ZipfPopularity{1.0};
  double write_rate_per_s = 0;
  bool writes_delete = false;
  // In place of a value whose lifetime of this length has ended, or that was deleted, a request fills in a new one,
  // which is a set as well. Zero: no fills.
  Duration filled_for{};
  std::uint64_t ttl_s = 0;
  scenario::SizeDistribution sizes = scenario::UniformSize{1000, 1000};
  Duration span = std::chrono::seconds(1000);
  scenario::TraceFormat format = scenario::TraceFormat::plain;
};

std::string make_trace(const KnownService& service, std::uint64_t seed);

}  // namespace stampede::estimate
