// Lines of JSON: the first says what the sweep is, each further one holds a run.
#include "simulator/sweep/journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "reports/result/result_json.h"
#include "simulator/measure/event_hash.h"
#include "simulator/scenario/write.h"

namespace stampede::sweep {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSchema = "stampede.sweep-journal/1";

[[noreturn]] void fail(const std::filesystem::path& file, std::string_view action) {
  throw JournalError(fmt::format("{}: cannot {}: {}", file.string(), action, std::generic_category().message(errno)));
}

std::string first_line(const Identity& identity) {
  return Json{{"schema", kSchema},
              {"program", identity.program},
              {"scenario", identity.scenario},
              {"vary", identity.vary},
              {"seeds", identity.seeds}}
      .dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Identity> parse_first_line(std::string_view line) {
  const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  const auto text = [&json](const char* name) {
    return json.is_object() && json.contains(name) && json[name].is_string() ? json[name].get<std::string>() : "";
  };
  if (text("schema") != kSchema) return std::nullopt;
  return Identity{text("program"), text("scenario"), text("vary"), text("seeds")};
}

std::string difference(const Identity& theirs, const Identity& ours) {
  if (theirs.program != ours.program) {
    return fmt::format("it was made by stampede {}, and this is {}", theirs.program, ours.program);
  }
  if (theirs.vary != ours.vary) return fmt::format("it varies {}, and this call {}", theirs.vary, ours.vary);
  if (theirs.seeds != ours.seeds) return fmt::format("it has --seeds {}, and this call {}", theirs.seeds, ours.seeds);
  return "its scenario, --set or --strategy are others";
}

std::string content_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (!stream || stream.bad()) fail(file, "read");
  return text;
}

std::optional<std::pair<std::size_t, reports::RunResult>> parse_run(std::string_view line) {
  try {
    const Json json = Json::parse(line);
    return std::pair(json.at("run").get<std::size_t>(),
                     reports::run_from_json_line(json.at("result").dump(), "journal"));
  } catch (const Json::exception&) {
    return std::nullopt;
  } catch (const reports::ResultError&) {
    return std::nullopt;
  }
}

}  // namespace

Identity identity_of(const Plan& plan, const std::string& program) {
  measure::EventHash hash;
  hash.add(scenario::to_json_text(plan.base));
  for (const Point& point : plan.points) hash.add(scenario::to_json_text(point.scenario));
  std::string vary;
  for (const reports::Variation& variation : plan.sweep.vary) {
    vary += fmt::format("{}{}=", vary.empty() ? "" : " ", variation.path);
    for (const std::string& value : variation.values) {
      vary += fmt::format("{}{}", vary.back() == '=' ? "" : ",", value);
    }
  }
  return {program, fmt::format("{:016x}", hash.value()), std::move(vary), fmt::format("{}", plan.sweep.seeds)};
}

Journal::Journal(std::filesystem::path file, int flags) : file_(std::move(file)) {
  constexpr mode_t kMode = 0666;
  descriptor_ = open(file_.c_str(), flags | O_RDWR | O_APPEND | O_CLOEXEC, kMode);
  if (descriptor_ < 0) fail(file_, "open");
}

Journal::Journal(Journal&& other) noexcept
    : file_(std::move(other.file_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      finished_(std::move(other.finished_)) {}

Journal::~Journal() {
  if (descriptor_ >= 0) close(descriptor_);
}

Journal Journal::begin(const std::filesystem::path& file, const Identity& identity) {
  Journal journal(file, O_CREAT | O_EXCL);
  journal.lock();
  journal.append(first_line(identity));
  return journal;
}

Journal Journal::resume(const std::filesystem::path& file, const Identity& identity) {
  Journal journal(file, 0);
  journal.lock();
  journal.read(identity);
  return journal;
}

// The kernel lets go of it when the program ends, however it ends.
void Journal::lock() const {
  if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    throw OtherSweep(fmt::format("{}: another sweep is writing it at this moment", file_.string()));
  }
}

void Journal::read(const Identity& identity) {
  const std::string text = content_of(file_);
  std::size_t good = 0;  // bytes of whole lines
  std::size_t number = 0;
  while (good < text.size()) {
    const std::size_t end = text.find('\n', good);
    if (end == std::string::npos) break;
    const std::string_view line = std::string_view(text).substr(good, end - good);
    if (++number == 1) {
      const std::optional<Identity> theirs = parse_first_line(line);
      if (!theirs) throw OtherSweep(fmt::format("{}: is no journal of a sweep", file_.string()));
      if (*theirs != identity) {
        throw OtherSweep(
            fmt::format("{}: is the journal of another sweep: {}. Repeat that call as it was, or remove "
                        "the file and begin again",
                        file_.string(), difference(*theirs, identity)));
      }
    } else if (std::optional<std::pair<std::size_t, reports::RunResult>> run = parse_run(line)) {
      finished_.insert_or_assign(run->first, std::move(run->second));
    } else if (text.find('\n', end + 1) == std::string::npos) {
      break;  // the last one; a machine that failed may have left anything
    } else {
      throw OtherSweep(fmt::format("{}: line {} is damaged; remove the file and begin again", file_.string(), number));
    }
    good = end + 1;
  }
  if (ftruncate(descriptor_, static_cast<off_t>(good)) != 0) fail(file_, "shorten");
  if (good == 0) append(first_line(identity));
}

void Journal::add(std::size_t index, const reports::RunResult& run) {
  append(fmt::format(R"({{"run":{},"result":{}}})", index, reports::to_json_line(run)));
}

void Journal::append(std::string line) {
  line.push_back('\n');
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno != EINTR) fail(file_, "write");
    rest.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
}

void Journal::remove() {
  if (unlink(file_.c_str()) != 0) fail(file_, "remove");
}

}  // namespace stampede::sweep
