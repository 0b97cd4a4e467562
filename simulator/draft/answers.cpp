#include "simulator/draft/answers.h"

#include <fmt/format.h>

#include <istream>
#include <optional>
#include <ostream>

#include "reports/result/display_text.h"
#include "simulator/draft/setting.h"

namespace stampede::draft {

namespace {

constexpr std::size_t kWidth = 96;

std::string trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(kSpace) - begin + 1));
}

std::string found(std::string_view text) { return fmt::format("found \"{}\"", reports::printable(text)); }

// Until it is right; Enter takes the default. Empty: nothing more can be read.
std::optional<Chosen> ask(const Setting& setting, const Dialogue& dialogue, Service& service) {
  const std::string standard = setting.default_text(service);
  dialogue.out << fmt::format("\n{}\n", setting.question);
  for (const std::string& line : reports::wrap(setting.explanation, kWidth)) dialogue.out << "  " << line << "\n";
  for (;;) {
    dialogue.out << fmt::format("{} [{}]: ", setting.flag, standard) << std::flush;
    std::string line;
    if (!std::getline(dialogue.in, line)) return std::nullopt;
    const std::string answer = trimmed(line);
    const std::string text = answer.empty() ? standard : answer;
    const std::string wrong = setting.read(text, service);
    if (wrong.empty()) return Chosen{answer.empty() ? Source::standard : Source::answer, text, ""};
    for (const std::string& part : reports::wrap(fmt::format("{}, {}", wrong, found(text)), kWidth)) {
      dialogue.out << "  " << part << "\n";
    }
  }
}

std::string problem_with_flag(const Setting& setting, const std::string& wrong, const std::string& text) {
  return fmt::format("--{}: {}, {}", setting.flag, wrong, found(text));
}

class Finder {
 public:
  Finder(const Given& given, Dialogue* dialogue) : given_(given), dialogue_(dialogue) {}

  Answers find() {
    for (const Setting& setting : all_settings()) {
      if (!choose(setting)) {
        answers_.problems.emplace_back("the input ended before all questions were answered");
        break;
      }
    }
    return std::move(answers_);
  }

 private:
  // False: somebody was to be asked, and is not there any more.
  bool choose(const Setting& setting) {
    Service& service = answers_.service;
    if (const auto flag = given_.flags.find(setting.flag); flag != given_.flags.end()) {
      const std::string wrong = setting.read(flag->second, service);
      if (!wrong.empty()) {
        answers_.problems.push_back(problem_with_flag(setting, wrong, flag->second));
        setting.read(setting.default_text(service), service);
      }
      answers_.chosen[std::string(setting.flag)] = {Source::flag, flag->second, ""};
      return true;
    }
    if (const auto known = given_.from_trace.find(setting.flag); known != given_.from_trace.end()) {
      if (setting.read(known->second.text, service).empty()) {
        answers_.chosen[std::string(setting.flag)] = {Source::trace, known->second.text, known->second.reason};
        return true;
      }
    }
    const bool matters = setting.flag != "invalidate" || service.write_rate_per_s > 0;
    if (dialogue_ != nullptr && matters) {
      const auto chosen = ask(setting, *dialogue_, service);
      if (chosen) answers_.chosen[std::string(setting.flag)] = *chosen;
      return chosen.has_value();
    }
    const std::string text = setting.default_text(service);
    setting.read(text, service);
    answers_.chosen[std::string(setting.flag)] = {Source::standard, text, ""};
    return true;
  }

  const Given& given_;
  Dialogue* dialogue_;
  Answers answers_;
};

}  // namespace

std::vector<std::string> problems_of_flags(const Given& given, bool more_to_come) {
  std::vector<std::string> problems;
  Service trial;
  for (const Setting& setting : all_settings()) {
    const auto flag = given.flags.find(setting.flag);
    const bool is_given = flag != given.flags.end();
    const std::string text = is_given ? flag->second : setting.default_text(trial);
    const std::string wrong = setting.read(text, trial);
    if (wrong.empty()) continue;
    const bool may_turn_out_right =
        more_to_come && setting.flag == "keep-for" && given.flags.find("ttl") == given.flags.end();
    if (is_given && !may_turn_out_right) problems.push_back(problem_with_flag(setting, wrong, text));
    setting.read(setting.default_text(trial), trial);  // so that what follows can be checked
  }
  return problems;
}

Answers find_answers(const Given& given, Dialogue* dialogue) { return Finder(given, dialogue).find(); }

std::string settings_by_default(const Answers& answers) {
  std::string text;
  for (const Setting& setting : all_settings()) {
    const auto chosen = answers.chosen.find(setting.flag);
    if (chosen == answers.chosen.end() || chosen->second.source != Source::standard) continue;
    text += fmt::format("{}--{} {}", text.empty() ? "" : ", ", setting.flag, chosen->second.text);
  }
  return text;
}

}  // namespace stampede::draft
