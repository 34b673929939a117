# Do pages and templates speak of the same names? The program is not built while they do not.
add_executable(templates_check ${CMAKE_SOURCE_DIR}/tools/check/templates_check.c)
target_link_libraries(templates_check PRIVATE spean_render spean_embedded spean_flags m)
file(GLOB page_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/web/*.c ${CMAKE_SOURCE_DIR}/src/web/*.h)
list(APPEND page_sources ${CMAKE_SOURCE_DIR}/src/render/render.h)
set(templates_checked ${CMAKE_BINARY_DIR}/generated/templates_checked)
add_custom_command(OUTPUT ${templates_checked}
	COMMAND templates_check ${page_sources}
	COMMAND ${CMAKE_COMMAND} -E touch ${templates_checked}
	DEPENDS templates_check ${page_sources}
	COMMENT "Comparing pages and templates")
add_custom_target(templates_checked DEPENDS ${templates_checked})
if(TARGET spean)
	add_dependencies(spean templates_checked)
endif()

if(BUILD_TESTING)
	add_test(NAME templates_names COMMAND templates_check ${page_sources})
	# The check itself is checked: these complaints and no others of that source.
	set(wrong tests/data/templates_check/wrong.c)
	add_test(NAME templates_check_complains WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
		COMMAND templates_check ${wrong})
	set_tests_properties(templates_check_complains PROPERTIES
		PASS_REGULAR_EXPRESSION "^${wrong}:8: \"shown_nowhere\" is set, but no template shows it\n${wrong}:10: \"not_there\" is no template\ntemplates/")
	set_tests_properties(templates_names templates_check_complains PROPERTIES LABELS unit)
endif()
