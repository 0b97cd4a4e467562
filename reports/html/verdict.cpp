// The sentence, and a card for each thing that a strategy can be best at.
#include "reports/html/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "reports/html/value_text.h"

namespace stampede::reports::html {
namespace {

constexpr std::size_t kNamesMax = 3;

struct Question {
  std::string_view title;
  std::string_view metric;
  std::string_view none;  // said in place of the value where it is 0; empty: the value is said
};
constexpr Question kQuestions[] = {
    {"Lowest p99 latency", "latency_ms.p99", ""},
    {"Fewest recomputations", "recomputations.total", ""},
    {"Fewest stale answers", "answers.stale", "none at all"},
    {"Fewest outdated answers", "answers.outdated", "none at all"},
    {"Fewest Redis commands per request", "redis.commands_per_request", ""},
};

std::vector<const Standing*> judged(const std::vector<Standing>& standings) {
  std::vector<const Standing*> result;
  for (const Standing& standing : standings) {
    if (standing.trusted && !standing.row.is_bound) {
      result.push_back(&standing);
    }
  }
  return result;
}

// "p99 165 us · 6 recomputations · 0 stale answers": the price of what was achieved.
Html price_of(const StrategyRow& row) {
  struct Part {
    std::string_view metric;
    std::string_view before;
    std::string_view after;
  };
  constexpr Part kParts[] = {{"latency_ms.p99", "p99 ", ""},
                             {"recomputations.total", "", " recomputations"},
                             {"answers.stale", "", " stale answers"},
                             {"redis.commands_per_request", "", " Redis commands per request"}};
  std::string words;
  for (const Part& part : kParts) {
    if (const std::optional<double> value = row.metric(part.metric)) {
      words += fmt::format("{}{}{}{}{}", words.empty() ? "" : " · ", part.before,
                           is_lower_bound(row, part.metric) ? "at least " : "",
                           value_text(*measure::find_metric(part.metric), *value).all(), part.after);
    }
  }
  return element("span", {{"class", "price"}}, text(words));
}

Html names_html(const std::vector<const Standing*>& those, bool with_price = false) {
  Html html;
  const std::size_t shown = those.size() <= kNamesMax + 1 ? those.size() : kNamesMax;
  for (std::size_t i = 0; i < shown; ++i) {
    const Html price = with_price ? price_of(those[i]->row) : Html();
    html += element("li", name(those[i]->row.label) + price);
  }
  if (shown < those.size()) {
    html += element("li", {{"class", "more"}}, text(fmt::format("and {} more", those.size() - shown)));
  }
  return element("ul", {{"class", "names"}}, html);
}

struct Leaders {
  std::vector<const Standing*> those;
  double value = 0;
  std::vector<const Standing*> unknown;  // still counting, at less than the value
};

std::optional<Leaders> leaders_in(const std::vector<Standing>& standings, std::string_view metric) {
  const std::vector<bool> may = eligible(standings);
  std::optional<Leaders> leaders;
  bool differ = false;
  for (std::size_t i = 0; i < standings.size(); ++i) {
    const std::optional<double> value = standings[i].row.metric(metric);
    if (!may[i] || !value || is_lower_bound(standings[i].row, metric)) {
      continue;
    }
    differ = differ || (leaders && *value != leaders->value);
    if (!leaders || *value < leaders->value) {
      leaders = Leaders{{}, *value, {}};
    }
    if (*value <= leaders->value) {
      leaders->those.push_back(&standings[i]);
    }
  }
  for (std::size_t i = 0; leaders && i < standings.size(); ++i) {
    const bool counting = may[i] && is_lower_bound(standings[i].row, metric);
    if (counting && standings[i].row.metric_or_zero(metric) < leaders->value) {
      leaders->unknown.push_back(&standings[i]);
    }
  }
  return differ ? leaders : std::nullopt;
}

Html card(const Question& question, const Leaders& leaders, const std::vector<Standing>& standings) {
  const measure::MetricInfo* const metric = measure::find_metric(question.metric);
  const std::string value = leaders.value == 0 && !question.none.empty() ? std::string(question.none)
                                                                         : value_text(*metric, leaders.value).all();
  Html content =
      element("h3", text(question.title)) + element("p", {{"class", "value"}}, text(value)) + names_html(leaders.those);
  const auto bound =
      std::find_if(standings.begin(), standings.end(), [](const Standing& standing) { return standing.row.is_bound; });
  if (const auto least = bound == standings.end() ? std::nullopt : bound->row.metric(question.metric);
      least && question.none.empty()) {
    content +=
        element("p", {{"class", "reference"}}, text(fmt::format("the bound: {}", value_text(*metric, *least).all())));
  }
  for (const Standing* standing : leaders.unknown) {
    const std::string at_least = value_text(*metric, standing->row.metric_or_zero(question.metric)).all();
    content += element("p", {{"class", "reference"}},
                       name(standing->row.label) + text(fmt::format(": not known, at least {}", at_least)));
  }
  return element("li", content);
}

std::string sentence_on_objectives(const std::vector<const Standing*>& all) {
  const auto met = static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [](const Standing* standing) { return standing->meets_all(); }));
  const std::size_t objectives = all.front()->objectives;
  const std::string what = objectives == 1 ? "the objective" : fmt::format("all {} objectives", objectives);
  if (met == 0) {
    return all.size() == 1 ? fmt::format("The strategy does not meet {}.", what)
                           : fmt::format("None of the {} strategies meets {}.", all.size(), what);
  }
  return all.size() == 1
             ? fmt::format("The strategy meets {}.", what)
             : fmt::format("{} of {} strategies {} {}.", met, all.size(), met == 1 ? "meets" : "meet", what);
}

std::string sentence_on_service(const std::vector<const Standing*>& all) {
  const auto served = static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [](const Standing* standing) { return standing->served_all; }));
  if (all.size() == 1) {
    return served == 1 ? "The strategy gave every request a value." : "The strategy left requests without a value.";
  }
  if (served == all.size()) {
    return fmt::format("All {} strategies gave every request a value; they differ in what it cost.", all.size());
  }
  if (served == 0) {
    return fmt::format("None of the {} strategies gave every request a value.", all.size());
  }
  if (served == 1) {
    const auto only =
        std::find_if(all.begin(), all.end(), [](const Standing* standing) { return standing->served_all; });
    return fmt::format("Only one of {} strategies gave every request a value: {}.", all.size(), (*only)->row.label);
  }
  return fmt::format("{} of {} strategies gave every request a value.", served, all.size());
}

Html winners(const std::vector<const Standing*>& all) {
  std::vector<const Standing*> met;
  std::copy_if(all.begin(), all.end(), std::back_inserter(met),
               [](const Standing* standing) { return standing->meets_all(); });
  if (!met.empty()) {
    return element("div", {{"class", "winners"}}, element("h3", text("Meets every objective")) + names_html(met, true));
  }
  const Standing& closest = *all.front();
  const std::string misses = fmt::format(" misses {} of {}", closest.missed.size(), closest.objectives);
  return element("p", {{"class", "closest"}}, text("Closest: ") + name(closest.row.label) + text(misses));
}

}  // namespace

std::string verdict_sentence(const std::vector<Standing>& standings) {
  const std::vector<const Standing*> all = judged(standings);
  if (standings.empty()) {
    return "No run was finished: there is nothing to compare.";
  }
  if (all.empty()) {
    const bool only_bounds =
        std::all_of(standings.begin(), standings.end(), [](const Standing& standing) { return standing.row.is_bound; });
    return only_bounds ? "Only a bound was run: there is nothing to compare."
                       : "No run is valid: nothing can be decided.";
  }
  std::string sentence = all.front()->objectives > 0 ? sentence_on_objectives(all) : sentence_on_service(all);
  const auto invalid = static_cast<std::size_t>(std::count_if(
      standings.begin(), standings.end(), [](const Standing& one) { return !one.trusted && !one.row.is_bound; }));
  if (invalid > 0) {
    sentence +=
        fmt::format(" {} not valid, and not judged.", invalid == 1 ? "1 more is" : fmt::format("{} more are", invalid));
  }
  return sentence;
}

Html verdict_names(const std::vector<Standing>& standings) {
  Html html;
  std::size_t met = 0;
  for (const Standing& standing : standings) {
    if (standing.meets_all() && ++met <= kNamesMax) {
      html += text(met == 1 ? " " : ", ") + name(standing.row.label);
    }
  }
  if (met > 0) {
    return html + text(met > kNamesMax ? fmt::format(" and {} more.", met - kNamesMax) : ".");
  }
  for (const Question& question : {kQuestions[0], kQuestions[1]}) {
    if (const std::optional<Leaders> leaders = leaders_in(standings, question.metric)) {
      const std::size_t others = leaders->those.size() - 1;
      html += text(fmt::format(" {}: ", question.title)) + name(leaders->those.front()->row.label) +
              text(others == 0 ? "." : fmt::format(" and {} more.", others));
    }
  }
  return html;
}

Html verdict(const std::vector<Standing>& standings) {
  const std::vector<const Standing*> all = judged(standings);
  Html html = element("p", {{"class", "sentence"}}, text(verdict_sentence(standings)));
  if (all.empty()) {
    return html;
  }
  if (all.front()->objectives > 0) {
    html += winners(all);
  }
  return html;
}

Html best_cards(const std::vector<Standing>& standings) {
  Html cards;
  for (const Question& question : kQuestions) {
    if (const std::optional<Leaders> leaders = leaders_in(standings, question.metric)) {
      cards += card(question, *leaders, standings);
    }
  }
  if (cards.empty()) {
    return cards;
  }
  Html html;
  const std::vector<bool> may = eligible(standings);
  if (static_cast<std::size_t>(std::count(may.begin(), may.end(), true)) < judged(standings).size()) {
    html = element("p", {{"class", "hint"}}, text(fmt::format("Best among {}:", eligible_words(standings))));
  }
  return html + element("ul", {{"class", "cards"}}, cards);
}

}  // namespace stampede::reports::html
