// Where results go.
#pragma once

#include <filesystem>
#include <string>

namespace stampede::cli {

// results/<time>, with a number where that exists already. Nothing is created.
std::filesystem::path new_result_folder();

// Empty if a result file can be written there, once the folder is made; otherwise why not. Leaves nothing behind.
std::string why_not_writable(const std::filesystem::path& folder);

// The same of a file, whose folder is made if it does not exist.
std::string why_no_file(const std::filesystem::path& file);

// A line that says why no runs can be appended to this --history; empty: they can.
std::string history_problem(const std::filesystem::path& file);

}  // namespace stampede::cli
