// The finished runs of a sweep that is under way: one line each, so that a sweep that was ended can be continued.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>

#include "reports/result/result.h"
#include "simulator/sweep/plan.h"

namespace stampede::sweep {

// The journal cannot be read or written.
class JournalError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The journal belongs to something else, or to somebody else at this moment: it is left as it was.
class OtherSweep : public JournalError {
 public:
  using JournalError::JournalError;
};

// What must be the same for runs to belong together. Texts, so that a message can say what is not.
struct Identity {
  std::string program;   // version and commit
  std::string scenario;  // a hash of the base and of all points
  std::string vary;      // JSON
  std::string seeds;
  bool operator==(const Identity&) const = default;
};

Identity identity_of(const Plan& plan, const std::string& program);

class Journal {
 public:
  static std::filesystem::path file_in(const std::filesystem::path& folder) { return folder / "sweep.journal"; }

  // A new journal, which must not exist yet; the folder must.
  static Journal begin(const std::filesystem::path& file, const Identity& identity);
  // An existing one. A last line that was not written to its end is taken away.
  static Journal resume(const std::filesystem::path& file, const Identity& identity);

  Journal(Journal&& other) noexcept;
  Journal& operator=(Journal&&) = delete;
  ~Journal();

  // Of earlier calls: by the run's index in the plan.
  std::map<std::size_t, reports::RunResult>& finished() { return finished_; }

  // Safe as soon as it returns, unless the machine itself fails.
  void add(std::size_t index, const reports::RunResult& run);

  // Its work is done: everything is in the result file.
  void remove();

 private:
  Journal(std::filesystem::path file, int flags);

  void lock() const;
  void read(const Identity& identity);
  void append(std::string line);

  std::filesystem::path file_;
  int descriptor_ = -1;
  std::map<std::size_t, reports::RunResult> finished_;
};

}  // namespace stampede::sweep
