#include "simulator/draft/scenario_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "reports/result/display_text.h"
#include "simulator/draft/notation.h"
#include "simulator/measure/human_units.h"
#include "simulator/scenario/sizes.h"
#include "strategies/units.h"

namespace stampede::draft {

namespace {

constexpr std::size_t kWidth = 118;

std::string quoted(const std::string& text) { return nlohmann::json(text).dump(); }
std::string quoted(Duration duration) { return fmt::format("\"{}\"", format_duration(duration)); }
std::string quoted_size(std::uint64_t bytes) { return fmt::format("\"{}\"", scenario::format_size(bytes)); }

std::string popularity_json(const scenario::Popularity& popularity) {
  if (const auto* zipf = std::get_if<scenario::ZipfPopularity>(&popularity)) {
    return fmt::format("{{ \"zipf\": {} }}", number_text(zipf->exponent));
  }
  if (const auto* hot = std::get_if<scenario::HotKeyPopularity>(&popularity)) {
    return fmt::format("{{ \"hot\": {} }}", number_text(hot->share));
  }
  return "\"uniform\"";
}

std::string value_size_json(const scenario::Keys& keys) {
  if (!keys.value_size_per_key) return quoted_size(keys.value_size_bytes);
  if (const auto* uniform = std::get_if<scenario::UniformSize>(&*keys.value_size_per_key)) {
    return fmt::format("{{ \"uniform\": {{ \"min\": {}, \"max\": {} }} }}", quoted_size(uniform->min_bytes),
                       quoted_size(uniform->max_bytes));
  }
  const auto& lognormal = std::get<scenario::LognormalSize>(*keys.value_size_per_key);
  return fmt::format("{{ \"lognormal\": {{ \"median\": {}, \"p99\": {} }} }}", quoted_size(lognormal.median_bytes),
                     quoted_size(lognormal.p99_bytes));
}

std::string time_json(const scenario::TimeDistribution& time) {
  if (const auto* uniform = std::get_if<scenario::UniformTime>(&time)) {
    return fmt::format("{{ \"uniform\": {{ \"min\": {}, \"max\": {} }} }}", quoted(uniform->min), quoted(uniform->max));
  }
  if (const auto* exponential = std::get_if<scenario::ExponentialTime>(&time)) {
    return fmt::format("{{ \"exponential\": {{ \"mean\": {} }} }}", quoted(exponential->mean));
  }
  if (const auto* lognormal = std::get_if<scenario::LognormalTime>(&time)) {
    return fmt::format("{{ \"lognormal\": {{ \"median\": {}, \"p99\": {} }} }}", quoted(lognormal->median),
                       quoted(lognormal->p99));
  }
  return quoted(std::get<scenario::ConstantTime>(time).value);
}

struct Listed {
  std::string entry;
  std::string why;
};

std::vector<Listed> strategies_for(const Service& service) {
  const bool may_be_stale = service.freshness.keep_for > service.freshness.fresh_for;
  const bool is_written = service.write_rate_per_s > 0;
  std::vector<Listed> listed = {
      {"\"plain_ttl\"", "The baseline: read, else compute and store. Everybody who misses computes."},
      {"\"single_flight\"", "One computation per key and node; the node's other requests wait for it."},
      {"\"lock_and_wait\"", "One computation per key at all nodes, behind a lock in Redis; the others wait."},
      {"\"early_expiration\"", "Readers renew an entry before it expires, at random (XFetch): no lock, nobody waits."},
      {"\"refresh_ahead\"", "A read late in an entry's life renews it in the background."}};
  if (may_be_stale) {
    listed.push_back({"\"stale_while_revalidate\"", "Answers with the old value while it is renewed."});
    listed.push_back({"\"mutex_stale\"", "One computes behind a lock, the others get the old value, or an error."});
  }
  if (is_written) {
    listed.push_back({"\"lease\"", "Who misses gets a token; what was computed from older data is not stored."});
    if (service.invalidate == scenario::InvalidateBy::tag) {
      listed.push_back({"\"tag_invalidation\"", "The one that can invalidate by tag."});
    }
  }
  return listed;
}

class Writer {
 public:
  explicit Writer(const Answers& answers) : answers_(answers), service_(answers.service) {}

  std::string text(const std::optional<ReplayedTrace>& trace) {
    header();
    line("{");
    indent_ = 2;
    identity();
    system();
    keys();
    origin();
    load(trace);
    writes();
    rest();
    indent_ = 0;
    line("}");
    return std::move(text_);
  }

 private:
  void line(std::string_view words) { text_ += fmt::format("{}{}\n", std::string(indent_, ' '), words); }
  void blank() { text_ += "\n"; }
  void comment(const std::string& words) {
    for (const std::string& part : reports::wrap(words, kWidth - indent_ - 3)) line("// " + part);
  }
  void open(std::string_view name) {
    line(fmt::format("\"{}\": {{", name));
    indent_ += 2;
  }
  void close(std::string_view end = "},") {
    indent_ -= 2;
    line(end);
  }

  // Where the value of a setting comes from.
  std::string why(std::string_view flag) const {
    const auto chosen = answers_.chosen.find(flag);
    if (chosen == answers_.chosen.end() || chosen->second.source == Source::standard)
      return "A default: put in your own.";
    if (chosen->second.source == Source::trace) return fmt::format("From the trace: {}.", chosen->second.reason);
    return "As you said.";
  }

  void header() {
    comment(
        "A scenario for stampede, made by `stampede init`. Every entry says what it means and why it has this value; "
        "\"A default\" marks what nobody has told yet. All other entries that there are: scenarios/reference.jsonc.");
    comment(
        "Check it with `stampede validate FILE`, see what each strategy does with `stampede run FILE --world "
        "virtual`.");
  }

  void identity() {
    comment("Results are filed under this name.");
    line(fmt::format("\"name\": {},", quoted(service_.name)));
    line(fmt::format("\"summary\": {},",
                     quoted(fmt::format("{} requests/s for {} keys: which strategy suits this service?",
                                        measure::human_number(service_.rate_per_s), service_.keys.count))));
    comment("The figures that tell the strategies apart; a run prints them in a table of their own.");
    line(R"("look_at": ["latency_ms.p99", "recomputations.total", "recomputations.peak", "answers.stale"],)");
    blank();
  }

  void system() {
    open("topology");
    comment("Application processes, each with memory and a Redis connection of its own. " + why("nodes"));
    line(fmt::format("\"nodes\": {},", service_.nodes));
    comment("Requests that each works on at the same time; the others queue. " + why("workers"));
    line(fmt::format("\"workers\": {}", service_.workers));
    close();
    blank();
    open("client");
    comment("After this time a client gives up, and its request counts as an error. " + why("timeout"));
    line(fmt::format("\"timeout\": {}", service_.timeout ? quoted(*service_.timeout) : "null"));
    close();
    blank();
  }

  void keys() {
    open("keys");
    comment("Different keys that are asked for. " + why("keys"));
    line(fmt::format("\"count\": {},", service_.keys.count));
    comment("How popular they are: \"uniform\", {\"zipf\": exponent}, or {\"hot\": share of one key}. " +
            why("popularity"));
    line(fmt::format("\"popularity\": {},", popularity_json(service_.keys.popularity)));
    if (service_.write_rate_per_s > 0 && service_.invalidate == scenario::InvalidateBy::tag) {
      comment(
          "Tags that keys carry, each key one: a write invalidates all keys of its tag. A tenth of the keys, at least "
          "one: put in your own.");
      line(fmt::format("\"tags\": {},", std::max<std::uint64_t>(service_.keys.count / 10, 1)));
    }
    comment("Of each value; Redis and the way to it need their time for it. " + why("value-size"));
    line(fmt::format("\"value_size\": {}", value_size_json(service_.keys)));
    close();
    blank();
    open("freshness");
    comment("An answer that is older is stale; every strategy maps it to its own parameters. " + why("ttl"));
    line(fmt::format("\"fresh_for\": {},", quoted(service_.freshness.fresh_for)));
    comment(
        "A value that is older is not to be used at all. Between the two, some strategies answer with the old value "
        "while a new one is computed. " +
        why("keep-for"));
    line(fmt::format("\"keep_for\": {}", quoted(service_.freshness.keep_for)));
    close();
    blank();
  }

  void origin() {
    open("origin");
    comment("How long a computation takes: measure yours, it decides most. " + why("compute-time"));
    line(fmt::format("\"compute_time\": {},", time_json(service_.compute_time)));
    comment("So many computations run at the same time, the others queue; null: no limit, and so no overload either. " +
            why("origin-capacity"));
    line(fmt::format("\"capacity\": {}", service_.capacity ? fmt::to_string(*service_.capacity) : "null"));
    close();
    blank();
  }

  void load(const std::optional<ReplayedTrace>& trace) {
    comment("Independent arrivals (Poisson) of so many requests per second. " + why("rate"));
    line(fmt::format("\"load\": [{{ \"poisson\": {} }}],", number_text(service_.rate_per_s)));
    if (trace) {
      comment(
          "The trace itself in place of this model, with its own requests and writes, is replayed with these options "
          "of `stampede run`:");
      for (const std::string& setting : replay_settings(*trace)) line("//   --set " + in_shell_quotes(setting));
    }
    const double expiries = to_seconds(service_.duration) / to_seconds(cycle_of_hottest(service_));
    comment(
        fmt::format("Here the load ends: the most popular key expires about {} times (duration / (fresh_for + compute "
                    "time + 1/r), at r = {} requests/s). A run in real time takes as long.",
                    measure::human_number(std::floor(expiries)), measure::human_number(hottest_rate_per_s(service_))));
    line(fmt::format("\"duration\": {},", quoted(service_.duration)));
    start();
    blank();
  }

  void start() {
    const WarmStart start = warm_start_of(service_);
    if (start.is_filled_before) {
      comment(
          "At the start the cache holds a fresh value of every key, all equally old, as after a deployment: what "
          "counts is how they expire. \"none\" shows a cold cache instead.");
      line("\"prefill\": \"fresh\",");
      return;
    }
    comment(
        "The cache begins empty: to fill it before (\"fresh\") would take too long beside the lifetime of its values. "
        "What comes within the warm-up, one lifetime or a quarter of the duration, is not measured; 0s shows the cold "
        "cache.");
    line("\"prefill\": \"none\",");
    line(fmt::format("\"warm_up\": {},", quoted(start.warm_up)));
  }

  void writes() {
    if (service_.write_rate_per_s <= 0) {
      comment("No writes: values live until they expire. " + why("write-rate") +
              R"( With writes: "writes": [{ "rate": 2, "invalidate": "key" }],)");
      blank();
      return;
    }
    const std::string_view by = service_.invalidate == scenario::InvalidateBy::key   ? "key"
                                : service_.invalidate == scenario::InvalidateBy::tag ? "tag"
                                                                                     : "none";
    comment("Changes of the data per second, to keys of the same popularity. " + why("write-rate"));
    comment("What the cache is told of each: its key, its tag, or nothing (none). " + why("invalidate"));
    line(fmt::format("\"writes\": [{{ \"rate\": {}, \"invalidate\": \"{}\" }}],",
                     number_text(service_.write_rate_per_s), by));
    blank();
  }

  void rest() {
    comment("What is compared, in this order; `stampede list strategies` has them all, with their parameters.");
    line("\"strategies\": [");
    indent_ += 2;
    const std::vector<Listed> listed = strategies_for(service_);
    for (std::size_t i = 0; i < listed.size(); ++i) {
      comment(listed[i].why);
      line(listed[i].entry + (i + 1 < listed.size() ? "," : ""));
    }
    close("]");
    comment("Once you have chosen: a bound that a run in CI has to keep, or it exits with 1. For example");
    comment(R"(, "objectives": { "latency_ms.p99": { "max": 50 }, "errors.timeout": { "max": 0 } })");
  }

  const Answers& answers_;
  const Service& service_;
  std::string text_;
  std::size_t indent_ = 0;
};

}  // namespace

std::vector<std::string> replay_settings(const ReplayedTrace& trace) {
  nlohmann::ordered_json load = {{"trace", trace.path},
                                 {"format", trace.format == scenario::TraceFormat::plain ? "plain" : "twitter"},
                                 {"spread", format_duration(trace.spread)},
                                 {"tolerate_disorder", "1s"}};  // as it was read
  if (trace.bad_lines > 0) load["tolerate_bad_lines"] = trace.bad_lines;
  if (!trace.sets_write) load["sets"] = "ignore";
  const Duration length = std::max<Duration>(trace.span + trace.spread, std::chrono::seconds(1));
  using Handler = nlohmann::ordered_json::error_handler_t;  // a path may have any bytes
  return {fmt::format("load=[{}]", load.dump(-1, ' ', false, Handler::replace)), "prefill=none", "warm_up=0s",
          "writes=[]", fmt::format("duration={}", format_duration(length))};
}

std::string in_shell_quotes(const std::string& word) {
  std::string quoted = "'";
  for (const char letter : word) quoted += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  return quoted + "'";
}

std::string scenario_text(const Answers& answers, const std::optional<ReplayedTrace>& trace) {
  return Writer(answers).text(trace);
}

}  // namespace stampede::draft
