// Keys, their popularity, and what the clients are promised about freshness.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "simulator/scenario/read_key_differences.h"
#include "simulator/scenario/sections.h"
#include "simulator/scenario/single_choice.h"
#include "simulator/scenario/sizes.h"
#include "strategies/call_keys.h"

namespace stampede::scenario {
namespace {

constexpr Counts kKeyCounts = {1, 10'000'000};  // all names are held in memory
constexpr Counts kPageSizes = {2, 1000};
constexpr Numbers kZipfExponents = {0.01, 10};
constexpr Numbers kHotShares = {0.001, 1};
constexpr std::uint64_t kStampSizeBytes = 96;  // what the origin writes into every value, without the key
constexpr std::string_view kPlaceholder = "{}";

void read_popularity(const Item& item, Popularity& popularity) {
  if (item.json() == "uniform") {
    popularity = UniformPopularity{};
    return;
  }
  if (!item.json().is_object()) {
    return item.expected("\"uniform\", {\"zipf\": EXPONENT}, {\"hot\": SHARE} or {\"moving\": {...}}");
  }
  const Section section(item);
  constexpr std::array<std::string_view, 3> alternatives = {"zipf", "hot", "moving"};
  const auto kind = single_choice(section, alternatives);
  if (kind == "zipf") {
    ZipfPopularity zipf;
    section.read("zipf", zipf.exponent, kZipfExponents);
    popularity = zipf;
  } else if (kind == "hot") {
    HotKeyPopularity hot;
    section.read("hot", hot.share, kHotShares);
    popularity = hot;
  } else if (kind == "moving") {
    popularity = read_moving(Section(*section.find("moving")));
  }
}

bool is_printable(std::string_view text) {
  for (const char c : text) {
    if (c <= ' ' || c > '~') return false;
  }
  return true;
}

void read_key_name(const Item& item, std::string& name) {
  const bool good = item.json().is_string() && !item.json().get_ref<const std::string&>().empty() &&
                    item.json().get_ref<const std::string&>().size() <= kLongestKeyName &&
                    is_printable(item.json().get_ref<const std::string&>());
  if (!good) return item.expected("a name of 1 to 200 printable ASCII characters without spaces");
  name = item.json().get<std::string>();
}

std::size_t longest_key_name(const Keys& keys) {
  std::size_t longest_call = 0;
  for (const Call& call : keys.calls) longest_call = std::max(longest_call, unambiguous_key(call).size());
  if (longest_call > 0) return longest_call;
  const std::size_t placeholder = keys.name.find(kPlaceholder);
  if (placeholder == std::string::npos) return keys.name.size();
  return keys.name.size() - kPlaceholder.size() + fmt::formatted_size("{}", keys.count - 1);
}

void check_key_names(const Section& section, const Keys& keys) {
  if (!keys.calls.empty()) return;
  const std::size_t first = keys.name.find(kPlaceholder);
  const std::size_t last = keys.name.rfind(kPlaceholder);
  if (first != last) section.problems().add(section.path_of("name"), "has more than one {}, the place of the index");
  if (first == std::string::npos && keys.count > 1) {
    section.problems().add(
        section.path_of("name"),
        fmt::format("has no {{}}, the place of the index: all {} keys would be the same", keys.count));
  }
}

// The size that must hold the origin's mark, and where it stands. Smaller draws of a lognormal size are raised to it.
std::pair<std::uint64_t, std::string> size_to_check(const Keys& keys) {
  if (!keys.value_size_per_key) return {keys.value_size_bytes, ""};
  if (const auto* uniform = std::get_if<UniformSize>(&*keys.value_size_per_key)) {
    return {uniform->min_bytes, ".uniform.min"};
  }
  return {std::get<LognormalSize>(*keys.value_size_per_key).median_bytes, ".lognormal.median"};
}

void check_value_size(const Section& section, const Keys& keys) {
  const std::uint64_t least = kStampSizeBytes + longest_key_name(keys);
  const auto [size, place] = size_to_check(keys);
  if (size >= least) return;
  section.problems().add(section.path_of("value_size") + place,
                         fmt::format("expected at least {} (the origin's mark of {} and the longest key name of {}), "
                                     "found \"{}\"",
                                     format_size(least), format_size(kStampSizeBytes),
                                     format_size(longest_key_name(keys)), format_size(size)));
}

void check_popularity(const Section& section, const Keys& keys) {
  const auto* hot = std::get_if<HotKeyPopularity>(&keys.popularity);
  if (hot != nullptr && keys.count == 1 && hot->share < 1) {
    section.problems().add(section.path_of("popularity"),
                           "leaves requests for other keys, but keys.count is 1; expected \"uniform\" or more keys");
  }
  const auto* moving = std::get_if<MovingPopularity>(&keys.popularity);
  const auto count = static_cast<double>(keys.count);
  if (moving != nullptr && keys.count > 1 && moving->share * count > count - 1) {
    section.problems().add(
        section.path_of("popularity") + ".moving.share",
        fmt::format("takes all {} keys, so that none is left to move to; expected less, or more keys", keys.count));
  }
}

void read_page(const Item& item, Keys& keys) {
  const Section section(item);
  Page page;
  section.require("keys", "the number of keys that a page has");
  section.read("keys", page.keys, kPageSizes);
  constexpr std::array<std::string_view, 2> orders = {"fixed", "shuffled"};
  if (const auto order = section.find("order")) {
    if (order->choice(orders) == 1U) page.order = PageOrder::shuffled;
  }
  keys.page = page;
}

// Whatever key is picked, its page is whole.
void check_page(const Section& section, const Keys& keys) {
  if (!keys.page || keys.count % keys.page->keys == 0) return;
  section.problems().add(section.path_of("page") + ".keys",
                         fmt::format("is {}, which does not divide keys.count ({}): expected pages that are all whole",
                                     keys.page->keys, keys.count));
}

void read_key_section(const Section& section, Keys& keys) {
  section.read("count", keys.count, kKeyCounts);
  section.read("tags", keys.tags, kKeyCounts);
  section.read("invalidation_keys", keys.invalidation_keys, kKeyCounts);
  if (const auto item = section.find("popularity")) read_popularity(*item, keys.popularity);
  if (const auto item = section.find("name")) read_key_name(*item, keys.name);
  read_calls(section, keys);
  if (const auto item = section.find("value_size")) read_value_size(*item, keys);
  if (const auto item = section.find("page")) read_page(*item, keys);
  if (section.problems().touch(section.path())) return;
  check_page(section, keys);
  check_key_names(section, keys);
  check_value_size(section, keys);
  check_popularity(section, keys);
}

void read_freshness(const Section& section, FreshnessPromise& freshness) {
  section.read("fresh_for", freshness.fresh_for, kPositiveDuration);
  section.read("keep_for", freshness.keep_for, kPositiveDuration);
  section.read("tolerance", freshness.tolerance, kAnyDuration);
  if (section.problems().touch(section.path())) return;
  if (freshness.keep_for < freshness.fresh_for) {
    section.problems().add(section.path_of("keep_for"),
                           fmt::format("is {}, less than fresh_for ({}): values would be gone while still fresh",
                                       shown(freshness.keep_for), shown(freshness.fresh_for)));
  }
  if (freshness.tolerance >= freshness.fresh_for) {
    section.problems().add(section.path_of("tolerance"),
                           fmt::format("is {}; expected less than fresh_for ({})", shown(freshness.tolerance),
                                       shown(freshness.fresh_for)));
  }
}

void read_prefill(const Section& file, Scenario& scenario) {
  constexpr std::array<std::string_view, 3> names = {"none", "fresh", "stale"};
  constexpr std::array values = {Prefill::none, Prefill::fresh, Prefill::stale};
  const auto item = file.find("prefill");
  if (!item) return;
  const auto choice = item->choice(names);
  if (choice) scenario.prefill = values.at(*choice);
  const FreshnessPromise& freshness = scenario.freshness;
  if (scenario.prefill == Prefill::stale && !file.problems().touch("freshness") &&
      freshness.keep_for == freshness.fresh_for) {
    item->report("is \"stale\", but no value is ever kept stale: freshness.keep_for equals freshness.fresh_for");
  }
}

}  // namespace

void read_keys(const Section& file, Scenario& scenario) {
  if (const auto item = file.find("keys")) read_key_section(Section(*item), scenario.keys);
  if (const auto item = file.find("freshness")) read_freshness(Section(*item), scenario.freshness);
  read_prefill(file, scenario);
}

}  // namespace stampede::scenario
