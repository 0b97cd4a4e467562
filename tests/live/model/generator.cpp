#include "generator.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/redis/model/sha1.h"
#include "templates.h"

namespace stampede::redis::model {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::uint64_t Generator::below(std::uint64_t limit) {
  // SplitMix64: the same everywhere.
  std::uint64_t z = state_ += 0x9e3779b97f4a7c15U;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return (z ^ (z >> 31)) % limit;
}

Sequence Generator::sequence(std::size_t steps, bool with_pauses) {
  expiries_ = 0;
  std::fill(std::begin(in_transaction_), std::end(in_transaction_), false);
  Sequence sequence;
  std::size_t connection = 0;
  while (sequence.size() < steps) {
    if (chance(25)) connection = below(kConnections);
    sequence.push_back(step(connection, with_pauses));
  }
  return sequence;
}

Step Generator::step(std::size_t connection, bool with_pauses) {
  Step step{connection, {}, false};
  bool& in_transaction = in_transaction_[connection];
  if (with_pauses && chance(8)) {
    step.words = from_template(any(short_lived_templates()));
    step.pauses = true;
    return step;
  }
  if (in_transaction ? chance(25) : chance(8)) {
    step.words = from_template(any(transaction_templates()));
    if (step.words[0] == "MULTI") in_transaction = true;
    if (step.words[0] == "EXEC" || step.words[0] == "DISCARD") in_transaction = false;
    return step;
  }
  const std::uint64_t kind = below(100);
  // Only some connections block or subscribe: they can do little else then.
  if (kind < 5 && connection != 0) {
    step.words = from_template(any(blocking_templates()));
  } else if (kind < 15 && connection != 1) {
    step.words = from_template(any(message_templates()));
    // Redis replies with more than EXEC announces then, and which reply belongs to what could not be told.
    if (in_transaction && step.words[0].ends_with("SUBSCRIBE")) step.words = {"PUBSUB", "NUMPAT"};
  } else if (kind < 27) {
    step.words = script_call();
  } else {
    step.words = from_template(any(command_templates()));
    if (chance(5)) spoil(step.words);
  }
  return step;
}

std::vector<std::string> Generator::script_call() {
  const std::string script(any(scripts()));
  switch (below(12)) {
    case 0:
      return {"SCRIPT", "LOAD", script};
    case 1:
      return {"SCRIPT", "EXISTS", sha1_hex(script), "x"};
    case 2:
      return chance(10) ? std::vector<std::string>{"SCRIPT", "FLUSH"} : std::vector<std::string>{"EVAL", script, "0"};
    case 3:
      return {"EVAL", script, std::string(any({"x", "-1", "9", "1"})), placeholder('k'), placeholder('k'), "1"};
    case 4:
    case 5:
      return {"EVALSHA", sha1_hex(script), "2", placeholder('k'), placeholder('k'), placeholder('v'), placeholder('m')};
    default:
      return {"EVAL", script, "2", placeholder('k'), placeholder('k'), placeholder('v'), placeholder('m')};
  }
}

std::vector<std::string> Generator::from_template(std::string_view text) {
  std::vector<std::string> words;
  for (std::string_view element : split(text, ' ')) {
    if (element.starts_with('<')) element = any(split(element.substr(1, element.size() - 2), '|'));
    if (element.empty()) continue;
    std::uint64_t times = 1;
    if (element.ends_with('+')) {
      element.remove_suffix(1);
      times = 1 + below(3);
    }
    for (; times > 0; --times) {
      if (!element.starts_with('%') && element.find("_%") == std::string_view::npos && element.starts_with("__")) {
        words.emplace_back(element);
        continue;
      }
      for (const std::string_view word : split(element, '_')) {
        words.push_back(word.starts_with('%') ? placeholder(word[1]) : std::string(word));
      }
    }
  }
  return words;
}

std::string Generator::remaining_seconds() {
  // Never the same twice, so that it does not matter within which millisecond each was set.
  ++expiries_;
  return std::to_string(20 + 10 * ((expiries_ * 37U) % 1009U));
}

std::string Generator::placeholder(char kind) {
  switch (kind) {
    case 'k':
      return std::string(any({"a", "b", "c", "d", "aa", "ab", "list", ""}));
    case 'v':
      return std::string(
          any({"1", "a", "b", "hallo", "", "10", "-5", "3.5", "ch1", "a b\r\nc", "9223372036854775807",
               "a longer text that does not fit into anything small, whatever small may be: 0123456789"}));
    case 'i':
      return std::string(any({"0", "1", "-1", "2", "100", "9223372036854775807", "-9223372036854775808", "+1", "01",
                              "abc", "", " 1", "1.5", "99999999999999999999"}));
    case 'r':
      return std::string(any({"0", "1", "2", "-1", "-2", "3", "-3", "100", "-100", "x"}));
    case 'f':
      return std::string(any({"1", "2", "1.5", "-0.25", "3.0e3", "0.1", "1e-7", "inf", "-inf", "nan", "abc", "",
                              "1e400", "0x10", "100000000000000000000", "-0", "17179869184.000001"}));
    case 'm':
      return std::string(any({"a", "b", "c", "1", "2", "hallo", "f", ""}));
    case 'c':
      return std::string(any({"ch1", "ch2", "x"}));
    case 'g':
      return std::string(any({"*", "a*", "ch*", "?", "[a-c]", "[^a]*", "a?", "\\a", "", "*b", "l*t", "[c-a]h?", "[a"}));
    case 's':
      return std::string(any({"0", "1", "(1", "-inf", "+inf", "2", "(2", "100", "abc", "", "1.5", "("}));
    case 't':
      return remaining_seconds();
    case 'T':
      return remaining_seconds() + "000";
    case 'a':
      return std::string(any({"4102444800", "4102444900", "4102445000", "1000"}));
    case 'A':
      return std::string(any({"4102444800000", "4102444900000", "4102445000500", "1000000"}));
    default:
      return fmt::format("$ID{}", below(kConnections));
  }
}

// Never a word that would make a time end within the sequence.
void Generator::spoil(std::vector<std::string>& words) {
  const std::size_t at = below(words.size());
  const std::string wrong(any({"abc", "", "-1", "0", "1.5", "99999999999999999999"}));
  switch (below(4)) {
    case 0:
      if (words.size() > 1) words.erase(words.begin() + static_cast<std::ptrdiff_t>(at));
      break;
    case 1:
      words.push_back(wrong);
      break;
    case 2:
      words[at] = wrong;
      break;
    default:
      for (char& c : words[0]) c = c >= 'A' && c <= 'Z' && chance(50) ? static_cast<char>(c + ('a' - 'A')) : c;
  }
}

}  // namespace stampede::redis::model
