// From flags, a trace, the answers of a person, and defaults to a service: each setting from the first of these that
// says something about it.
#pragma once

#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "simulator/draft/service.h"

namespace stampede::draft {

enum class Source { flag, trace, answer, standard };

struct Known {
  std::string text;    // as a flag would have it
  std::string reason;  // how it was found out, for the comment
};

struct Given {
  std::map<std::string, std::string, std::less<>> flags;  // "rate": "400"
  std::map<std::string, Known, std::less<>> from_trace;
};

// Somebody to be asked.
struct Dialogue {
  std::istream& in;
  std::ostream& out;
};

struct Chosen {
  Source source = Source::standard;
  std::string text;
  std::string reason;
};

struct Answers {
  Service service;
  std::map<std::string, Chosen, std::less<>> chosen;  // by flag
  std::vector<std::string> problems;                  // all of them; then the service is of no use
};

// All wrong flags at once, before anybody is asked. `more_to_come`: a flag that is wrong only beside the default of a
// setting that was not given may still turn out right.
std::vector<std::string> problems_of_flags(const Given& given, bool more_to_come);

// `dialogue`: none, where nobody can be asked: then defaults are taken.
Answers find_answers(const Given& given, Dialogue* dialogue);

// "name, rate and keys" of those for which the default was taken; empty: none.
std::string settings_by_default(const Answers& answers);

}  // namespace stampede::draft
