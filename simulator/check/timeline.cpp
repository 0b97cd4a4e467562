#include "simulator/check/timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "simulator/check/time_text.h"
#include "simulator/experiment/run.h"
#include "simulator/experiment/virtual_world.h"
#include "simulator/measure/internal_error.h"
#include "simulator/measure/value_stamp.h"
#include "simulator/redis/virtual_prefix.h"

namespace stampede::check {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kLinesMax = 60;
constexpr std::size_t kWordMax = 40;
constexpr std::string_view kMagicOfValues = "Stmpede1";

struct Event {
  TimePoint at;
  std::string who;
  std::string text;
};

std::string printable_part(std::string_view text) {
  std::string shown;
  for (const char letter : text.substr(0, kWordMax)) shown += letter >= ' ' && letter <= '~' ? letter : '.';
  return text.size() > kWordMax ? shown + "..." : shown;
}

// A value may have something in front of it.
std::string word_text(std::string_view word) {
  const std::size_t at = word.find(kMagicOfValues);
  if (at == std::string_view::npos) return printable_part(word);
  const auto stamp = measure::decode(word.substr(at));
  if (!stamp) return "<a value>";
  return fmt::format("<version {}{}>", stamp->version,
                     stamp->computation == measure::kNoComputation
                         ? std::string()
                         : fmt::format(" of computation {}", stamp->computation));
}

std::string reply_text(const Reply& reply) {
  switch (reply.type) {
    case Reply::Type::nil:
      return "nothing";
    case Reply::Type::integer:
      return fmt::format("{}", reply.integer);
    case Reply::Type::array: {
      std::string text = "[";
      for (const Reply& element : reply.elements) text += (text.size() > 1 ? ", " : "") + reply_text(element);
      return text + "]";
    }
    case Reply::Type::error:
      return "error: " + printable_part(reply.text);
    default:
      return word_text(reply.text);
  }
}

// What keeps the keys of runs apart stands in front of each, and says nothing.
std::string_view without_prefix(std::string_view word) {
  if (word.starts_with(redis::kVirtualPrefix)) word.remove_prefix(redis::kVirtualPrefix.size());
  return word;
}

std::string command_text(const experiment::VirtualWorld::Command& command) {
  std::string text = "Redis: ";
  const bool is_script = command.words[0] == "EVALSHA" || command.words[0] == "EVAL";
  for (std::size_t i = 0; i < command.words.size(); ++i) {
    if (i > 0) text += ' ';
    text += is_script && i == 1 ? std::string("<script>") : word_text(without_prefix(command.words[i]));
  }
  return text + " -> " + (command.reply == nullptr ? std::string("waits") : reply_text(*command.reply));
}

// What is no part of what strategies do.
bool is_housekeeping(std::string_view command) {
  return command == "SCRIPT" || command == "HELLO" || command == "CLIENT" || command == "CONFIG" || command == "PING";
}

class Teller final : public measure::RunObserver {
 public:
  std::vector<Event>& events() { return events_; }
  TimePoint began() const { return began_; }

  void hear(const experiment::VirtualWorld::Command& command) {
    if (!has_begun_ || is_housekeeping(command.words[0])) return;
    add(command.at, command.process ? fmt::format("node {}", *command.process) : std::string("Redis"),
        command_text(command));
  }

  void load_begins(TimePoint now) override {
    began_ = now;
    has_begun_ = true;
  }
  void process_began(std::uint32_t node, std::uint64_t group, TimePoint now) override {
    if (has_begun_) add(now, of_node(node), "a new process starts");
    nodes_of_groups_[group] = node;
  }
  void started(const measure::RequestFacts& facts) override {
    if (facts.started) add(*facts.started, of_node(facts.node), "takes a request for " + of_key(facts.key));
  }
  void answered(const measure::RequestFacts& facts, const Answer& answer, const measure::Judged& judged,
                TimePoint now) override {
    std::string what = "answers it with nothing";
    if (answer.is_error()) what = "fails: " + answer.error().message;
    if (judged.stamp) {
      what = fmt::format("answers {} with version {}, {} old", of_key(facts.key), judged.stamp->version,
                         time_text(now - judged.stamp->generated));
    }
    add(now, of_node(facts.node), what);
  }
  void failed(const measure::RequestFacts& facts, std::optional<ErrorKind> kind, TimePoint at) override {
    const bool gave_up = kind == ErrorKind::timeout;
    add(at, of_node(facts.node),
        fmt::format("the client of a request for {} {}", of_key(facts.key),
                    !kind     ? "still waits at the end"
                    : gave_up ? "gives up"
                              : "is refused, or its process is gone"));
  }
  void computation_began(measure::ComputationId id, std::uint64_t key, std::uint64_t group, TimePoint now) override {
    const auto node = nodes_of_groups_.find(group);
    computations_[id] = node == nodes_of_groups_.end() ? std::string("workers") : of_node(node->second);
    add(now, computations_[id], fmt::format("computation {} of {} begins", id, of_key(key)));
  }
  void computation_ended(measure::ComputationId id, bool ok, TimePoint now) override {
    add(now, computations_[id], fmt::format("computation {} {}", id, ok ? "ends" : "fails"));
  }
  void committed(std::uint64_t key, std::uint64_t version, TimePoint now) override {
    add(now, "application", fmt::format("commits version {} of {}", version, of_key(key)));
  }
  void invalidated(std::uint64_t key, std::uint64_t version, TimePoint now) override {
    add(now, "application", fmt::format("invalidates {} (version {})", of_key(key), version));
  }
  void probed(std::uint64_t key, std::optional<std::uint64_t> version) override {
    add(TimePoint::max(), "at rest",
        fmt::format("the cache answers {} with {}", of_key(key),
                    version ? fmt::format("version {}", *version) : std::string("nothing")));
  }

  void add(TimePoint at, std::string who, std::string text) {
    events_.push_back({.at = at, .who = std::move(who), .text = std::move(text)});
  }

 private:
  static std::string of_node(std::uint32_t node) { return fmt::format("node {}", node); }
  static std::string of_key(std::uint64_t key) { return fmt::format("key {}", key); }

  std::vector<Event> events_;
  TimePoint began_;
  bool has_begun_ = false;
  std::map<std::uint64_t, std::uint32_t> nodes_of_groups_;
  std::map<measure::ComputationId, std::string> computations_;
};

void add_faults(const scenario::Scenario& scenario, Teller& teller) {
  for (const scenario::Fault& fault : scenario.faults) {
    teller.add(teller.began() + fault.at, "fault", fmt::format("{} begins", fault.name()));
    if (fault.length > 0ns) teller.add(teller.began() + fault.end(), "fault", fmt::format("{} is over", fault.name()));
  }
}

std::string line_of(const Event& event, TimePoint began) {
  const std::string time = event.at == TimePoint::max() ? std::string("at the end") : time_text(event.at - began);
  return fmt::format("{:>14}  {:<11}  {}", time, event.who, event.text);
}

}  // namespace

std::vector<std::string> timeline(const Case& told, const StrategyInfo& strategy, const Judgement& broken,
                                  const runtime::Interrupt& interrupt) {
  Teller teller;
  experiment::VirtualWorld world(interrupt, [&teller](const auto& command) { teller.hear(command); });
  try {
    experiment::run_once(world, told.scenario, strategy, told.choice, 0, {.observer = &teller, .looks_rarely = true});
  } catch (const measure::InternalError& error) {
    teller.add(teller.began(), "stampede", error.what());
  }
  add_faults(told.scenario, teller);
  std::vector<Event>& events = teller.events();
  std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.at < b.at; });

  std::vector<std::string> lines;
  bool is_said = false;
  std::size_t place = 0;
  for (const Event& event : events) {
    if (!is_said && event.at > broken.at) {
      is_said = true;
      place = lines.size();
      lines.push_back(fmt::format("{:>14}  {:<11}  {} IS BROKEN", "", "^", broken.guarantee));
    }
    lines.push_back(line_of(event, teller.began()));
  }
  if (!is_said) {
    place = lines.size();
    lines.push_back(fmt::format("{:>14}  {:<11}  {} IS BROKEN", "", "^", broken.guarantee));
  }
  if (lines.size() <= kLinesMax) return lines;
  const std::size_t first = place > kLinesMax * 3 / 4 ? place - kLinesMax * 3 / 4 : 0;
  const std::size_t end = std::min(lines.size(), first + kLinesMax);
  std::vector<std::string> shown(lines.begin() + static_cast<std::ptrdiff_t>(first),
                                 lines.begin() + static_cast<std::ptrdiff_t>(end));
  if (first > 0) shown.insert(shown.begin(), fmt::format("({} lines before)", first));
  if (end < lines.size()) shown.push_back(fmt::format("({} lines after)", lines.size() - end));
  return shown;
}

}  // namespace stampede::check
