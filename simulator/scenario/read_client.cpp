// What clients do: how long they wait, whether they try again, and what their giving up does.
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "simulator/scenario/sections.h"

namespace stampede::scenario {
namespace {

constexpr Counts kTimes = {1, 100};
constexpr Numbers kFactors = {1, 100};

void read_jitter(const Section& section, Retries& retries) {
  constexpr std::array<std::string_view, 2> names = {"none", "full"};
  const auto item = section.find("jitter");
  if (!item) return;
  if (const auto choice = item->choice(names)) retries.full_jitter = *choice == 1;
}

void read_on(const Section& section, Retries& retries) {
  constexpr std::array<std::string_view, 3> names = {"timeout", "rejected", "errors"};
  const auto item = section.find("on");
  if (!item) return;
  if (!item->json().is_array() || item->json().empty()) {
    return item->expected("an array with at least one of timeout, rejected, errors");
  }
  std::array<bool, 3> chosen{};
  for_each_element(*item, [&](const Item& element) {
    const auto choice = element.choice(names);
    if (!choice) return;
    if (chosen.at(*choice)) element.report("is there twice");
    chosen.at(*choice) = true;
  });
  retries.on_timeout = chosen[0];
  retries.on_rejected = chosen[1];
  retries.on_errors = chosen[2];
}

// The sum of all backoffs must fit into a duration.
void check_backoffs(const Section& section, const Retries& retries) {
  if (section.problems().touch(section.path())) return;
  const double longest = to_seconds(retries.backoff) * std::pow(retries.factor, static_cast<double>(retries.times - 1));
  if (longest * static_cast<double>(retries.times) <= to_seconds(kLongestDuration)) return;
  section.problems().add(section.path(),
                         fmt::format("waits {:.3g} s before its last attempt; expected all backoffs together to be at "
                                     "most {}",
                                     longest, shown(kLongestDuration)));
}

void read_retries(const Section& client, Client& target) {
  const auto item = client.find("retries");
  if (!item || item->is_none()) return;
  if (!item->json().is_object()) return item->expected("an object such as {\"times\": 2}, or null");
  const Section section(*item);
  Retries retries;
  if (section.require("times", "a number of further attempts")) section.read("times", retries.times, kTimes);
  section.read("backoff", retries.backoff, kAnyDuration);
  section.read("factor", retries.factor, kFactors);
  read_jitter(section, retries);
  read_on(section, retries);
  check_backoffs(section, retries);
  target.retries = retries;
}

void read_abandoned(const Section& client, Client& target) {
  constexpr std::array<std::string_view, 3> names = {"finish", "cancel", "detach"};
  constexpr std::array values = {Abandoned::finish, Abandoned::cancel, Abandoned::detach};
  const auto item = client.find("abandoned");
  if (!item) return;
  const auto choice = item->choice(names);
  if (!choice) return;
  target.abandoned = values.at(*choice);
  if (*choice != 0 && !target.timeout && !client.problems().touch(client.path_of("timeout"))) {
    item->report(fmt::format("is \"{}\", but without a timeout no client ever gives up", names.at(*choice)));
  }
}

}  // namespace

void read_client(const Section& file, Scenario& scenario) {
  const auto item = file.find("client");
  if (!item) return;
  const Section client(*item);
  client.read("timeout", scenario.client.timeout, kPositiveDuration);
  read_retries(client, scenario.client);
  read_abandoned(client, scenario.client);
}

}  // namespace stampede::scenario
