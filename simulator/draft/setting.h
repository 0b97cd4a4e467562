// What can be said of a service: as a flag, or as the answer to a question.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "simulator/draft/service.h"

namespace stampede::draft {

struct Setting {
  std::string_view flag;      // "rate", of --rate
  std::string_view notation;  // "N", in the help
  std::string_view question;
  std::string_view explanation;
  // What is taken if nobody says anything, given what was said before.
  std::string (*default_text)(const Service& service);
  // What was expected instead; empty: it is read into the service.
  std::string (*read)(std::string_view text, Service& service);
};

// In the order in which they are read: defaults and checks of later ones look at earlier ones.
std::span<const Setting> all_settings();

// Throws std::out_of_range.
const Setting& setting_of(std::string_view flag);

}  // namespace stampede::draft
