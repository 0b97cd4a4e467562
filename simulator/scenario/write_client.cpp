// See the header.
#include "simulator/scenario/write_client.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "strategies/units.h"

namespace stampede::scenario {
namespace {

std::string name_of(Abandoned abandoned) {
  switch (abandoned) {
    case Abandoned::finish:
      return "finish";
    case Abandoned::cancel:
      return "cancel";
    case Abandoned::detach:
      return "detach";
  }
  return {};
}

// 2 rather than 2.0
Json json_of(double number) {
  if (std::trunc(number) == number) return static_cast<std::int64_t>(number);
  return number;
}

Json json_of(const Retries& retries) {
  Json on = Json::array();
  if (retries.on_timeout) on.push_back("timeout");
  if (retries.on_rejected) on.push_back("rejected");
  if (retries.on_errors) on.push_back("errors");
  return {{"times", retries.times},
          {"backoff", format_duration(retries.backoff)},
          {"factor", json_of(retries.factor)},
          {"jitter", retries.full_jitter ? "full" : "none"},
          {"on", std::move(on)}};
}

}  // namespace

Json to_json(const Client& client) {
  Json json;
  json["timeout"] = client.timeout ? Json(format_duration(*client.timeout)) : Json();
  json["retries"] = client.retries ? json_of(*client.retries) : Json();
  json["abandoned"] = name_of(client.abandoned);
  return json;
}

}  // namespace stampede::scenario
